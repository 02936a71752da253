namespace PortfolioGraph.Core;

/// <summary>Several wallets taken as one: what they hold together, with equal tokens added up.</summary>
/// <param name="Addresses">The different addresses, in the order asked for.</param>
public sealed record Portfolio(IReadOnlyList<Address> Addresses) : IMultiChainHoldings
{
    /// <inheritdoc />
    public Scope Scope => new(AddressSet.Of(Addresses));
}

/// <summary>How much can be taken as one.</summary>
/// <param name="MaxAddresses">The most different addresses of a portfolio.</param>
public sealed record PortfolioLimits(int MaxAddresses);

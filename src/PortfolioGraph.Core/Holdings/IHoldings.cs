namespace PortfolioGraph.Core;

/// <summary>The holdings of a wallet or a portfolio, on all chains or on one.</summary>
public interface IHoldings
{
    /// <summary>The owners and chains that the holdings belong to.</summary>
    Scope Scope { get; }
}

/// <summary>Holdings on all chains: a wallet or a portfolio.</summary>
public interface IMultiChainHoldings : IHoldings;

/// <summary>One address and its holdings on every supported chain.</summary>
/// <param name="Address">The account address, in EIP-55 checksum spelling.</param>
public sealed record Wallet(Address Address) : IMultiChainHoldings
{
    /// <inheritdoc />
    public Scope Scope { get; } = new(AddressSet.Of(Address));
}

/// <summary>Several wallets treated as one: their combined holdings, with equal tokens added up.</summary>
/// <param name="Addresses">The distinct addresses, in request order; ascending if the portfolio was loaded by its id, which does not depend on their order.</param>
public sealed record Portfolio(IReadOnlyList<Address> Addresses) : IMultiChainHoldings
{
    /// <inheritdoc />
    public Scope Scope { get; } = new(AddressSet.Of(Addresses));
}

/// <summary>The limits of a portfolio.</summary>
/// <param name="MaxAddresses">The maximum number of distinct addresses in a portfolio.</param>
public sealed record PortfolioLimits(int MaxAddresses);

/// <summary>The holdings of a wallet or portfolio on one chain.</summary>
/// <param name="Scope">The owners, with the chain set.</param>
/// <param name="Chain">The chain.</param>
public sealed record ChainHoldings(Scope Scope, Chain Chain) : IHoldings;

/// <summary>Extension methods that restrict holdings to one chain.</summary>
public static class ChainHoldingsExtensions
{
    /// <summary>Returns the holdings of the same owners on one chain.</summary>
    /// <param name="holdings">A wallet or a portfolio.</param>
    /// <param name="chain">The chain.</param>
    public static ChainHoldings On(this IMultiChainHoldings holdings, Chain chain)
    {
        ArgumentNullException.ThrowIfNull(holdings);
        ArgumentNullException.ThrowIfNull(chain);
        return new ChainHoldings(holdings.Scope.On(chain.ChainId), chain);
    }
}

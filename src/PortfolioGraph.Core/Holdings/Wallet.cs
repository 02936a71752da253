namespace PortfolioGraph.Core;

/// <summary>One address and everything it holds, on every supported chain.</summary>
/// <param name="Address">The account's address, in its EIP-55 checksum spelling.</param>
public sealed record Wallet(Address Address) : IMultiChainHoldings
{
    /// <inheritdoc />
    public Scope Scope => new(AddressSet.Of(Address));
}

namespace PortfolioGraph.Core;

/// <summary>What a wallet or portfolio holds on one chain.</summary>
/// <param name="Scope">Whose holdings, with the chain set.</param>
/// <param name="Chain">The chain.</param>
public sealed record ChainHoldings(Scope Scope, Chain Chain) : IHoldings;

/// <summary>Takes slices of holdings.</summary>
public static class ChainSlices
{
    /// <summary>The holdings of the same owners on one chain.</summary>
    /// <param name="holdings">A wallet or a portfolio.</param>
    /// <param name="chain">The chain.</param>
    public static ChainHoldings On(this IMultiChainHoldings holdings, Chain chain)
    {
        ArgumentNullException.ThrowIfNull(holdings);
        ArgumentNullException.ThrowIfNull(chain);
        return new ChainHoldings(holdings.Scope.On(chain.ChainId), chain);
    }
}

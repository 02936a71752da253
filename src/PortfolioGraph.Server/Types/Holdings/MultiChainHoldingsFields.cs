using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The fields of wallets and portfolios that their chain slices do not have.</summary>
[ExtendObjectType<IMultiChainHoldings>]
public static class MultiChainHoldingsFields
{
    /// <summary>The chains with a value other than 0, highest value first, or exactly the requested chains. Null with an error if they cannot be loaded.</summary>
    /// <param name="chainIds">The requested chains, in this order. A chain without holdings has the value 0. Null for all chains with a value.</param>
    [Cost(10), ListSize(AssumedSize = 10, SlicingArguments = new[] { "chainIds" }, RequireOneSlicingArgument = false)]
    public static async Task<IReadOnlyList<ChainHoldings>?> GetChainsAsync(
        [Parent] IMultiChainHoldings holdings,
        IValueByKeyDataLoader values,
        IPositionsByKeyDataLoader positions,
        [Service] ICatalog catalog,
        IResolverContext context,
        CancellationToken cancellationToken,
        IReadOnlyList<int>? chainIds = null)
    {
        if (chainIds is not null)
            return [.. (await catalog.GetKnownAsync(chainIds, cancellationToken)).Select(holdings.On)];

        var value = values.LoadAsync(new ValueKey(holdings.Scope, WithBreakdown: true), cancellationToken);
        context.StartPositionsOfChains(holdings.Scope, positions, cancellationToken);
        return [.. (await value).ValueOrThrow(context).Breakdown!.ByChain.Where(c => c.ValueUsd != 0).Select(c => holdings.On(c.Chain))];
    }

    /// <summary>
    /// The holdings on one chain. A chain without holdings has the value 0. Null with the error CHAIN_UNSUPPORTED if the chain is neither supported nor in any holdings that
    /// this server has loaded, and with another error if that cannot be determined.
    /// </summary>
    /// <param name="chainId">The chain's id (EIP-155).</param>
    [Cost(1)]
    public static async Task<ChainHoldings?> GetChainAsync(
        [Parent] IMultiChainHoldings holdings,
        int chainId,
        [Service] ICatalog catalog,
        CancellationToken cancellationToken) =>
        holdings.On(await catalog.GetKnownAsync(chainId, cancellationToken));
}

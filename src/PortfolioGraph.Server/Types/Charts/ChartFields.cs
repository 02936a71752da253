using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Charts;

/// <summary>The value over time, of wallets and portfolios.</summary>
[ExtendObjectType<IMultiChainHoldings>]
public static class ChartFields
{
    /// <summary>The whole value over time. Null with an error where it cannot be loaded.</summary>
    /// <param name="range">The time looked back over.</param>
    [Cost(10)]
    public static async Task<ValueChart?> GetChartAsync(
        [Parent] IMultiChainHoldings holdings,
        IChartByKeyDataLoader charts,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        (await charts.LoadAsync(new ChartKey(holdings.Scope.Owners, range), cancellationToken)).ValueOrThrow(context);
}

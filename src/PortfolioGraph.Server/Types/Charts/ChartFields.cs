using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Charts;

/// <summary>The chart of wallets, portfolios and their chain slices.</summary>
[ExtendObjectType<IHoldings>]
public static class ChartFields
{
    /// <summary>The total value over time. Null with an error if it cannot be loaded.</summary>
    /// <param name="range">The period that the chart covers.</param>
    [Cost(10)]
    public static async Task<ValueChart?> GetChartAsync(
        [Parent] IHoldings holdings,
        IChartByKeyDataLoader charts,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        (await charts.LoadAsync(new ChartKey(holdings.Scope, range), cancellationToken)).ValueOrThrow(context);
}

using PortfolioGraph.Core.Routing.V4;
using PortfolioGraph.Core.Routing.V5;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// The routes of each dataset: the first choice, then its fallbacks. Each route lists its endpoints, whose number is its cost in calls, and whether a response
/// for several addresses can be split. Code outside this folder does not depend on API versions.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>v4 returns value and profit and loss of tokens and positions in one call, and is the only version with profit and loss per chain. Closed holdings are requested too.</item>
/// <item>v5 returns the value with its whole breakdown in one call, and has decimals, locks and economics.</item>
/// <item>Tokens and positions are always requested on all chains, so that one response serves every chain.</item>
/// </list>
/// </remarks>
internal sealed class RouteTable(
    V4ValueRoutes v4Value, V4HoldingRoutes v4, V4CatalogRoutes v4Catalog, V4GeneralRoutes v4General, V4ProfitAndLossRoutes v4ProfitAndLoss,
    V5ValueRoutes v5Value, V5TokenRoutes v5Tokens, V5PositionRoutes v5Positions, V5CatalogRoutes v5Catalog, V5GeneralRoutes v5General, V5PastRoutes v5Past)
{
    /// <summary>Totals of one or several addresses, on all chains or on one.</summary>
    public IReadOnlyList<Route<ValueRequest, ValueResult>> Totals { get; } =
    [
        new(["v5 general/current_value"], BatchSplit.TotalsByAddress, v5Value.LoadAsync),
        new(["v4 general/current_value"], BatchSplit.TotalsByAddress, v4Value.LoadTotalsAsync),
    ];

    /// <summary>The value broken down by chain, category and protocol; it includes the totals of the addresses.</summary>
    public IReadOnlyList<Route<ValueRequest, ValueResult>> Breakdown { get; } =
    [
        new(["v5 general/current_value"], BatchSplit.TotalsByAddress, v5Value.LoadAsync),
        new(["v4 general/current_value", "v4 overview/erc20/current_value", "v4 overview/protocols/current_value"], BatchSplit.TotalsByAddress, v4Value.LoadBreakdownAsync),
    ];

    /// <summary>
    /// Tokens. A request for decimals with profit and loss or closed tokens is two loads, by the first and second route.
    /// The load with decimals serves every range.
    /// </summary>
    public IReadOnlyList<Route<TokensRequest, TokenHoldings>> Tokens { get; } =
    [
        new(["v4 overview/erc20/details"], BatchSplit.Never, v4.LoadTokensAsync) { Facets = HoldingFacets.ProfitAndLoss | HoldingFacets.Closed },
        new(["v5 tokens/snapshot"], BatchSplit.RowsByOwnerOnceObserved, v5Tokens.LoadWithoutMetricsAsync) { Facets = HoldingFacets.Decimals },
        new(["v5 tokens/snapshot", "v5 tokens/metrics"], BatchSplit.Never, v5Tokens.LoadTokensAsync) { Facets = HoldingFacets.ProfitAndLoss | HoldingFacets.Decimals },
    ];

    /// <summary>Loads the currently held tokens; several routes of one load share this call.</summary>
    public Func<AddressSet, UpstreamCallOptions, CancellationToken, Task<RouteResult<TokenSnapshot>>> LoadTokenSnapshotAsync { get; } = v5Tokens.LoadSnapshotAsync;

    /// <summary>Positions. Only the first route guarantees closed positions; the others have locks and economics. Both together cost one more call.</summary>
    public IReadOnlyList<Route<AddressSet, OwnedPositions>> Positions { get; } = PositionRoutes(v4, v5Positions);

    /// <summary>Profit and loss in total and per chain; the fallback has no returns.</summary>
    public IReadOnlyList<Route<ProfitAndLossKey, ProfitAndLossTable>> ProfitAndLoss { get; } =
    [
        new(["v4 general/profit_and_loss"], BatchSplit.Never, v4.LoadProfitAndLossAsync) { Facets = HoldingFacets.Returns },
        new(["v4 overview/erc20/profit_and_loss", "v4 overview/protocols/profit_and_loss"], BatchSplit.Never, v4ProfitAndLoss.LoadByPartsAsync),
    ];

    /// <summary>The value over time. Both responses have the same form. v4's endpoint is documented as working; v5's documentation calls its chart "coming soon".</summary>
    public IReadOnlyList<Route<ChartKey, ValueChart>> Chart { get; } =
    [
        new(["v4 general/value_chart"], BatchSplit.Never, v4General.LoadChartAsync),
        new(["v5 general/chart"], BatchSplit.Never, v5General.LoadChartAsync),
    ];

    /// <summary>Tokens and positions at a past point in time.</summary>
    public IReadOnlyList<Route<PastHoldingsKey, PastHoldings>> PastHoldings { get; } =
    [
        new(["v5 tokens/snapshot", "v5 protocols/snapshot"], BatchSplit.Never, v5Past.LoadAsync),
    ];

    /// <summary>The report of holdings.</summary>
    public IReadOnlyList<Route<ReportKey, Report>> Report { get; } =
    [
        new(["v5 general/report"], BatchSplit.Never, v5General.LoadReportAsync),
    ];

    /// <summary>The compliance check of an address.</summary>
    public IReadOnlyList<Route<ComplianceKey, ComplianceCheck>> Compliance { get; } =
    [
        new(["v5 general/address_check"], BatchSplit.Never, v5General.LoadComplianceAsync),
    ];

    /// <summary>The status of the service.</summary>
    public IReadOnlyList<Route<Dataset, ServiceStatus>> Status { get; } =
    [
        new(["v5 general/status"], BatchSplit.Never, v5General.LoadStatusAsync),
        new(["v4 general/is_available"], BatchSplit.Never, v4General.LoadStatusAsync),
    ];

    /// <summary>The supported chains; the fallback has no native tokens.</summary>
    public IReadOnlyList<Route<Dataset, IReadOnlyList<Chain>>> Chains { get; } =
    [
        new(["v5 general/supported_chains"], BatchSplit.Never, v5Catalog.LoadChainsAsync),
        new(["v4 general/supported_chains"], BatchSplit.Never, v4Catalog.LoadChainsAsync),
    ];

    /// <summary>The supported protocols; the fallback does not list their chains.</summary>
    public IReadOnlyList<Route<Dataset, IReadOnlyList<SupportedProtocol>>> Protocols { get; } =
    [
        new(["v5 general/supported_protocols"], BatchSplit.Never, v5Catalog.LoadProtocolsAsync),
        new(["v4 general/supported_protocols"], BatchSplit.Never, v4Catalog.LoadProtocolsAsync),
    ];

    private static Route<AddressSet, OwnedPositions>[] PositionRoutes(V4HoldingRoutes v4, V5PositionRoutes v5)
    {
        Route<AddressSet, OwnedPositions> details =
            new(["v4 overview/protocols/details"], BatchSplit.RowsByOwner, v4.LoadPositionsAsync) { Facets = HoldingFacets.ProfitAndLoss | HoldingFacets.Closed };
        Route<AddressSet, OwnedPositions> snapshot =
            new(["v5 protocols/snapshot"], BatchSplit.RowsByOwnerOnceObserved, v5.LoadSnapshotAsync) { Facets = HoldingFacets.Locks };
        Route<AddressSet, OwnedPositions> metrics =
            new(["v5 protocols/snapshot", "v5 protocols/metrics"], BatchSplit.RowsByOwnerOnceObserved, v5.LoadInParallelAsync)
            {
                Facets = HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics,
                LoadSequentiallyAsync = v5.LoadSequentiallyAsync,
            };
        return [details, snapshot, metrics, PositionRouteCombiner.Combine(snapshot, details), PositionRouteCombiner.Combine(metrics, details)];
    }
}

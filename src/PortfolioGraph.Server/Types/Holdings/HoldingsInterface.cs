using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Changes;
using PortfolioGraph.Server.Types.Charts;
using PortfolioGraph.Server.Types.Reports;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The holdings of a wallet, of a portfolio, or of either on one chain.</summary>
/// <remarks>The docs of the fields repeat those of <see cref="HoldingsFields"/>, because HotChocolate does not resolve <c>inheritdoc cref</c>.</remarks>
[InterfaceType<IHoldings>]
public static partial class HoldingsInterface
{
    static partial void Configure(IInterfaceTypeDescriptor<IHoldings> descriptor) =>
        descriptor.Name("Holdings").Ignore(h => h.Scope);

    /// <summary>The total value in USD: assets minus debts. Null if unknown.</summary>
    public static Task<decimal?> GetValueUsdAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetValueUsdAsync(holdings, values, context, cancellationToken);

    /// <summary>The value by chain, category and protocol. Null with an error if it cannot be loaded.</summary>
    public static Task<ValueBreakdown?> GetBreakdownAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IPositionsByKeyDataLoader positions,
        ITokensByKeyDataLoader tokens,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetBreakdownAsync(holdings, values, positions, tokens, context, cancellationToken);

    /// <summary>The profit or loss of all holdings. Null if the data source has no figure, with an error if it cannot be loaded.</summary>
    /// <param name="range">The period of the profit or loss.</param>
    public static Task<ProfitAndLoss?> GetProfitAndLossAsync(
        [Parent] IHoldings holdings,
        IProfitAndLossByKeyDataLoader profits,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        HoldingsFields.GetProfitAndLossAsync(holdings, profits, context, cancellationToken, range);

    /// <summary>
    /// The protocols with open positions, highest value first, unpriced protocols last. Objects also take <c>where</c> and <c>order</c>. A cursor identifies a point in the order. The next page starts after that point, and the previous page ends before it, even if the protocol has moved or is gone.
    /// Null with an error if the protocols cannot be loaded.
    /// </summary>
    [UsePaging(ConnectionName = "ProtocolHoldings", ProviderName = "protocols", DefaultPageSize = 20, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    public static Task<IEnumerable<ProtocolHoldings>?> GetProtocolsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetProtocolsAsync(holdings, positions, values, context, cancellationToken);

    /// <summary>The total value over time. Null with an error if it cannot be loaded.</summary>
    /// <param name="range">The period that the chart covers.</param>
    public static Task<ValueChart?> GetChartAsync(
        [Parent] IHoldings holdings,
        IChartByKeyDataLoader charts,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        ChartFields.GetChartAsync(holdings, charts, context, cancellationToken, range);

    /// <summary>The report of tokens and positions as a CSV table. Null with an error if it cannot be loaded.</summary>
    /// <param name="range">The period of the profit and loss.</param>
    /// <param name="includeClosed">Whether to include holdings that are no longer held.</param>
    public static Task<Report?> GetReportAsync(
        [Parent] IHoldings holdings,
        IReportByKeyDataLoader reports,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear,
        bool includeClosed = true) =>
        ReportFields.GetReportAsync(holdings, reports, context, cancellationToken, range, includeClosed);

    /// <summary>
    /// The change of the tokens and positions since a time in the past, split into the effects of prices and of amounts. Null with the error TIME_INVALID if the time is in the future or
    /// before 2015-07-30, and with another error if the past holdings cannot be loaded. If only the tokens or only the positions cannot be loaded, the other part is complete.
    /// </summary>
    /// <param name="since">The time; fractions of a second are cut off.</param>
    public static Task<HoldingsChange?> GetChangeAsync(
        [Parent] IHoldings holdings,
        DateTimeOffset since,
        IPastByKeyDataLoader past,
        ITokensByKeyDataLoader tokens,
        IPositionsByKeyDataLoader positions,
        [Service] TimeProvider clock,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        ChangeFields.GetChangeAsync(holdings, since, past, tokens, positions, clock, context, cancellationToken);
}

using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types;

/// <summary>The DataLoaders of one operation. Each batches the keys of its fields into one load of its dataset.</summary>
internal static class DataLoaders
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>> GetValueByKeyAsync(
        IReadOnlyList<ValueKey> keys,
        IDatasetLoader<ValueKey, Valuation> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<TokensKey, LoadResult<TokenHoldings>>> GetTokensByKeyAsync(
        IReadOnlyList<TokensKey> keys,
        IDatasetLoader<TokensKey, TokenHoldings> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<PositionsKey, LoadResult<PositionHoldings>>> GetPositionsByKeyAsync(
        IReadOnlyList<PositionsKey> keys,
        IDatasetLoader<PositionsKey, PositionHoldings> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<ProfitAndLossKey, LoadResult<ProfitAndLossTable>>> GetProfitAndLossByKeyAsync(
        IReadOnlyList<ProfitAndLossKey> keys,
        IDatasetLoader<ProfitAndLossKey, ProfitAndLossTable> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<ChartKey, LoadResult<ValueChart>>> GetChartByKeyAsync(
        IReadOnlyList<ChartKey> keys,
        IDatasetLoader<ChartKey, ValueChart> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<PastHoldingsKey, LoadResult<PastHoldings>>> GetPastByKeyAsync(
        IReadOnlyList<PastHoldingsKey> keys,
        IDatasetLoader<PastHoldingsKey, PastHoldings> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<ReportKey, LoadResult<Report>>> GetReportByKeyAsync(
        IReadOnlyList<ReportKey> keys,
        IDatasetLoader<ReportKey, Report> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<ComplianceKey, LoadResult<ComplianceCheck>>> GetComplianceByKeyAsync(
        IReadOnlyList<ComplianceKey> keys,
        IDatasetLoader<ComplianceKey, ComplianceCheck> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    // Many chains or protocols of one operation look for themselves in the list.
    [DataLoader]
    public static Task<IReadOnlyDictionary<Dataset, LoadResult<IReadOnlyList<Chain>>>> GetChainsByDatasetAsync(
        IReadOnlyList<Dataset> keys,
        IDatasetLoader<Dataset, IReadOnlyList<Chain>> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<Dataset, LoadResult<IReadOnlyList<SupportedProtocol>>>> GetProtocolsByDatasetAsync(
        IReadOnlyList<Dataset> keys,
        IDatasetLoader<Dataset, IReadOnlyList<SupportedProtocol>> loader,
        CancellationToken cancellationToken) =>
        loader.LoadAsync(keys, cancellationToken);
}

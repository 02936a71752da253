using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The datasets of one operation, each batched over all wallets, portfolios and chain slices that ask for it.</summary>
internal static class HoldingsLoaders
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>> GetValueByKeyAsync(
        IReadOnlyList<ValueKey> keys,
        IDatasetLoader<ValueKey, Valuation> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<TokensKey, LoadResult<TokenHoldings>>> GetTokensByKeyAsync(
        IReadOnlyList<TokensKey> keys,
        IDatasetLoader<TokensKey, TokenHoldings> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<PositionsKey, LoadResult<PositionHoldings>>> GetPositionsByKeyAsync(
        IReadOnlyList<PositionsKey> keys,
        IDatasetLoader<PositionsKey, PositionHoldings> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<ProfitAndLossKey, LoadResult<ProfitAndLossTable>>> GetProfitAndLossByKeyAsync(
        IReadOnlyList<ProfitAndLossKey> keys,
        IDatasetLoader<ProfitAndLossKey, ProfitAndLossTable> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}

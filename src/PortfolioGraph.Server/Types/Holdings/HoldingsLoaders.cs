using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The datasets of one operation, each batched over all wallets, portfolios and chain slices that ask for it.</summary>
internal static class HoldingsLoaders
{
    [DataLoader]
    public static Task<IReadOnlyDictionary<ValueKey, Fetched<Valuation>>> GetValueByKeyAsync(
        IReadOnlyList<ValueKey> keys,
        IDatasetSource<ValueKey, Valuation> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<TokensKey, Fetched<TokenHoldings>>> GetTokensByKeyAsync(
        IReadOnlyList<TokensKey> keys,
        IDatasetSource<TokensKey, TokenHoldings> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<PositionsKey, Fetched<PositionHoldings>>> GetPositionsByKeyAsync(
        IReadOnlyList<PositionsKey> keys,
        IDatasetSource<PositionsKey, PositionHoldings> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);

    [DataLoader]
    public static Task<IReadOnlyDictionary<ProfitAndLossKey, Fetched<ProfitAndLossTable>>> GetProfitAndLossByKeyAsync(
        IReadOnlyList<ProfitAndLossKey> keys,
        IDatasetSource<ProfitAndLossKey, ProfitAndLossTable> source,
        CancellationToken cancellationToken) =>
        source.LoadAsync(keys, cancellationToken);
}

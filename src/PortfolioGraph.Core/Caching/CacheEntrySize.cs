namespace PortfolioGraph.Core;

/// <summary>
/// Estimates how many bytes a cache entry takes in memory on a 64-bit machine. The estimate includes the copies of records that state the source of a cached
/// result. A test compares the figures with the heap.
/// </summary>
internal static class CacheEntrySize
{
    private const long Entry = 300;
    private const long TextOverhead = 24;
    private const long AddressText = 112;
    private const long TokenRecord = 72;
    private const long HoldingRecord = 168;
    private const long ProfitAndLossRecord = 88;
    private const long PositionRecord = 240;
    private const long AmountRecord = 112;
    private const long EconomicsRecord = 200;
    private const long ValueRow = 72;
    private const long ChainRow = 160;
    private const long IconAddress = 160;
    private const long PointRecord = 56;

    /// <summary>Returns the estimated bytes of an entry with this value.</summary>
    /// <exception cref="NotSupportedException">The value's type has no size. Add each new dataset's type here.</exception>
    public static long Of(object value) => Entry + value switch
    {
        TokenHoldings tokens => tokens.Items.Sum(Of),
        PositionHoldings positions => positions.Items.Sum(Of),
        ProfitAndLossTable figures => 2 * ((figures.ByChain.Count + 1) * (ProfitAndLossRecord + ValueRow)),
        Valuation { Breakdown: { } breakdown } => (ValueRow * (breakdown.ByChain.Count + breakdown.ByCategory.Count)) + ((ValueRow + IconAddress) * breakdown.ByProtocol.Count),
        IReadOnlyList<Chain> chains => chains.Count * (ChainRow + IconAddress),
        IReadOnlyList<SupportedProtocol> protocols => protocols.Count * (ChainRow + IconAddress),
        ValueChart chart => (PointRecord * chart.Points.Count) + ((PointRecord + TokenRecord + AddressText) * chart.DataIssues.Count),
        PastHoldings past => (past.Tokens.Value?.Sum(Of) ?? 0) + (past.Positions.Value?.Sum(Of) ?? 0),
        Report report => Of(report.Csv),
        ComplianceCheck check => Of(check.Reason),
        string text => Of(text),
        // A few numbers, which the entry's own size includes.
        Valuation or ServiceStatus => 0,
        _ => throw new NotSupportedException($"Values of type {value.GetType().Name} have no size, so the cache cannot limit its bytes. Add the type to {nameof(CacheEntrySize)}."),
    };

    // An entry holds two copies of each record except the token: the loaded one, and the one that is served from the cache.
    private static long Of(TokenHolding holding) => (2 * (HoldingRecord + ProfitAndLossRecord)) + Of(holding.Token);

    private static long Of(Position position) =>
        (2 * (PositionRecord + ProfitAndLossRecord)) + AddressText + IconAddress + Of(position.Name) + Of(position.Protocol.Name) + Of(position.Protocol.ProtocolId)
        + ((position.Owners?.Count ?? 0) * sizeof(long))
        + position.Underlying.Sum(Of) + position.Rewards.Sum(Of)
        + (position.Economics.Value is { } economics
            ? EconomicsRecord + Of(economics.Rewards) + Of(economics.ClaimedFees) + Of(economics.UnclaimedFees) + Of(economics.ImpermanentLoss)
            : 0);

    private static long Of(IReadOnlyList<TokenAmount>? amounts) => amounts?.Sum(Of) ?? 0;

    private static long Of(TokenAmount amount) => AmountRecord + Of(amount.Token);

    private static long Of(Token token) => TokenRecord + AddressText + Of(token.Symbol) + Of(token.Name);

    private static long Of(string? text) => text is null ? 0 : TextOverhead + (sizeof(char) * (long)text.Length);
}

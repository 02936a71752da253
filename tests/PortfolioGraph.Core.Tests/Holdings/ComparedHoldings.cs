using System.Globalization;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Holdings;

/// <summary>Builds the holdings of two points in time and compares them.</summary>
internal static class ComparedHoldings
{
    public static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Source Now { get; } = new(DataSourceState.Live, Since.AddDays(30));

    public static Source Then { get; } = new(DataSourceState.Cached, Since.AddDays(29)) { SkippedRows = 2 };

    private static Scope Past => Wallets.Scope(1) with { At = Since };

    /// <summary>Returns a token. Its value is the amount times the price, unless another is given.</summary>
    public static TokenHolding Token(string symbol, string? amount, decimal? priceUsd, int chainId = 1, bool isDebt = false, decimal? valueUsd = null, HoldingStatus status = HoldingStatus.Open) => new(
        Wallets.Scope(1), Id(symbol, chainId), Big(amount), priceUsd, valueUsd ?? Value(amount, priceUsd, isDebt), status, null, default)
    { IsDebt = isDebt };

    /// <summary>Returns a position. Its value is the sum of its underlying tokens, unless another is given.</summary>
    public static Position Position(string name, IReadOnlyList<TokenAmount> underlying, int chainId = 1, bool isDebt = false, decimal? valueUsd = null, PositionKind kind = PositionKind.Supply, int contract = 1) => new(
        Wallets.Scope(1), new Chain(chainId, "C", null, null), new Protocol("p", "P", null), kind, name, Contract(contract), null, null, isDebt, default, HoldingStatus.Open,
        valueUsd ?? (underlying.Any(amount => amount.ValueUsd is null) ? null : underlying.Sum(amount => amount.ValueUsd) * (isDebt ? -1 : 1)), underlying, [], default, default);

    /// <summary>Returns the amount of an underlying token.</summary>
    public static TokenAmount Amount(string symbol, string amount, decimal? priceUsd, int chainId = 1) => new(Id(symbol, chainId), Big(amount)!.Value, priceUsd, Value(amount, priceUsd, isDebt: false));

    /// <summary>Compares the holdings of then and now.</summary>
    public static HoldingsChange Compare(
        IReadOnlyList<TokenHolding> tokensThen, IReadOnlyList<TokenHolding> tokensNow, IReadOnlyList<Position>? positionsThen = null, IReadOnlyList<Position>? positionsNow = null, int? chainId = null) =>
        HoldingsComparison.Compare(
            new Scope(Wallets.Owners(1), chainId),
            PastHoldings.Of(Past, new(tokensThen), new(positionsThen ?? []), Then),
            LoadResult<TokenHoldings>.Of(new TokenHoldings(tokensNow), Now),
            LoadResult<PositionHoldings>.Of(new PositionHoldings(positionsNow ?? []), Now));

    /// <summary>All figures of a comparison as text, in their order.</summary>
    public static string Describe(HoldingsChange change) => string.Join(
        '\n',
        [
            $"{change.Value.Value}",
            .. change.Tokens.Value!.Select(static token => $"{token}"),
            .. change.Positions.Value!.Select(static position => $"{position.Name} {position.Kind} {position.Chain.ChainId} {position.IsDebt} {position.Value} {string.Join(' ', position.Underlying)}"),
        ]);

    private static Token Id(string symbol, int chainId) => new(chainId, Contract(symbol[0]), symbol, symbol, default);

    private static Address Contract(int number) => Address.TryParse(string.Create(CultureInfo.InvariantCulture, $"0x{number:x40}"), out var address) ? address : default;

    private static BigDecimal? Big(string? amount) => BigDecimal.TryParse(amount, out var number) ? number : null;

    private static decimal? Value(string? amount, decimal? priceUsd, bool isDebt) => (Big(amount) * BigDecimal.Of(priceUsd))?.ToDecimal() * (isDebt ? -1 : 1);
}

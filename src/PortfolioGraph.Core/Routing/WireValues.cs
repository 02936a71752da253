using System.Numerics;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Converts wire values to domain values. An unreadable value becomes null, never 0.</summary>
internal static class WireValues
{
    private const int Open = 1;
    private const int Closed = 0;

    public static decimal? ToDecimal(this JsonNumber? number) => number is { } known && known.TryGetDecimal(out var value) ? value : number.ToBigDecimal()?.ToDecimal();

    public static BigDecimal? ToBigDecimal(this JsonNumber? number) =>
        number is not { } known ? null
        : known.TryGetDecimal(out var digits) ? BigDecimal.WithDigits(digits)
        : BigDecimal.TryParse(known.Text, out var value) ? value
        : null;

    public static WireTimeRange ToWire(this TimeRange range) => range switch
    {
        TimeRange.OneDay => WireTimeRange.OneDay,
        TimeRange.OneWeek => WireTimeRange.OneWeek,
        TimeRange.OneMonth => WireTimeRange.OneMonth,
        TimeRange.OneYear => WireTimeRange.OneYear,
        TimeRange.ThreeYears => WireTimeRange.ThreeYears,
        _ => throw new ArgumentOutOfRangeException(nameof(range)),
    };

    public static AddressQuery ToQuery(this AddressSet owners) => new Scope(owners).ToQuery();

    public static AddressQuery ToQuery(this Scope scope) => new([.. scope.Owners.Addresses.Select(static a => a.Lower)], scope.ChainId);

    /// <summary>Returns the text; null if it is empty or white space.</summary>
    public static string? ToText(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    public static Uri? ToIcon(this string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address : null;

    /// <summary>Returns the chain id; null for rows about all chains and for invalid ids.</summary>
    public static int? ToChainId(this long? id) => id is > 0 and <= int.MaxValue ? (int)id : null;

    public static Address? ToAddress(this string? text) => Address.TryParseAnyCase(text, out var address) ? address : null;

    /// <summary>Returns the contract of a token on a chain, or <see cref="Address.Native"/> for any spelling of the native token.</summary>
    public static Address? ToTokenAddress(this string? text, int chainId) => text.ToAddress()?.NormalizeNative(chainId);

    /// <summary>Returns the decimals of a token. Null if they are out of range (CONTRACT, "TokenBalance": 0 to 255).</summary>
    public static int? ToDecimals(this int? decimals) => decimals is >= 0 and <= 255 ? decimals : null;

    public static HoldingStatus ToStatus(this int? status) => status switch
    {
        Open => HoldingStatus.Open,
        Closed => HoldingStatus.Closed,
        _ => HoldingStatus.Unknown,
    };

    public static BigInteger? ToTokenId(this BigInteger? id) => id is { IsZero: false } ? id : null;

    /// <summary>Returns the price and value of an amount. A price of 0 means unpriced, and an unpriced amount that is not 0 has no value.</summary>
    public static (decimal? PriceUsd, decimal? ValueUsd) PriceAndValue(BigDecimal? amount, JsonNumber? price, JsonNumber? value)
    {
        var known = price.ToBigDecimal();
        var stated = value.ToBigDecimal();
        var isHeld = amount is { Sign: not 0 };

        // A price that underflows a decimal is reported as unknown, not as 0; the value of the amount is still known.
        if (known is { Sign: not 0 })
            return (known.Value.ToDecimal() is { } priceUsd and not 0 ? priceUsd : null, (stated ?? (amount * known))?.ToDecimal());
        if (isHeld && (known is not null || stated is not { Sign: not 0 }))
            return (null, null);
        return (null, stated?.ToDecimal());
    }

    /// <summary>Returns an amount of a token; null if the amount or the contract is unreadable.</summary>
    public static TokenAmount? ToTokenAmount(
        int chainId, string? address, string? symbol, string? name, int? decimals, JsonNumber? amount, JsonNumber? price, JsonNumber? value, bool isDebt)
    {
        if (address.ToTokenAddress(chainId) is not { } contract || amount.ToBigDecimal() is not { } size)
            return null;

        var (priceUsd, valueUsd) = PriceAndValue(size, price, value);
        return new TokenAmount(
            new Token(chainId, contract, symbol.ToText(), name.ToText(), decimals.ToDecimals()),
            isDebt ? size.Abs() : size,
            priceUsd,
            isDebt && valueUsd is { } v ? Math.Abs(v) : valueUsd);
    }

    /// <summary>Returns the value of a position: negative for a debt, regardless of the wire's sign. Null if it is 0 only because an underlying token is unpriced.</summary>
    public static decimal? ToPositionValue(JsonNumber? value, bool isDebt, IReadOnlyList<TokenAmount> underlying)
    {
        if (value.ToDecimal() is not { } usd)
            return null;
        if (usd == 0 && underlying.Any(static t => t.Amount.Sign != 0 && t.PriceUsd is null))
            return null;
        return isDebt ? -Math.Abs(usd) : usd;
    }

    /// <summary>Returns the amount and value of a token. For a debt, the amount is positive and the value negative, regardless of the wire's signs.</summary>
    public static (BigDecimal? Amount, decimal? ValueUsd) WithDebtSign(BigDecimal? amount, decimal? valueUsd, bool isDebt) =>
        isDebt ? (amount?.Abs(), valueUsd is { } usd ? -Math.Abs(usd) : null) : (amount, valueUsd);

    /// <summary>Returns the gain or loss; null if the wire has neither a gain nor a return.</summary>
    public static ProfitAndLoss? ToProfitAndLoss(JsonNumber? absolute, JsonNumber? roi, TimeRange? range, Source source)
    {
        var (usd, fraction) = (absolute.ToDecimal(), roi.ToDecimal());
        return usd is null && fraction is null ? null : new ProfitAndLoss(usd, fraction, range, source);
    }
}

using System.Numerics;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Values of the wire as the domain has them. What cannot be understood is null, never 0.</summary>
internal static class WireValues
{
    private const int Open = 1;
    private const int Closed = 0;

    public static decimal? ToDecimal(this JsonNumber? number) => number.ToBigDecimal()?.ToDecimal();

    public static BigDecimal? ToBigDecimal(this JsonNumber? number) => BigDecimal.TryParse(number?.Text, out var value) ? value : null;

    public static WireTimeRange ToWire(this TimeRange range) => range switch
    {
        TimeRange.OneDay => WireTimeRange.OneDay,
        TimeRange.OneWeek => WireTimeRange.OneWeek,
        TimeRange.OneMonth => WireTimeRange.OneMonth,
        TimeRange.OneYear => WireTimeRange.OneYear,
        TimeRange.ThreeYears => WireTimeRange.ThreeYears,
        _ => throw new ArgumentOutOfRangeException(nameof(range)),
    };

    public static AddressQuery ToQuery(this AddressSet owners, int? chainId = null) => new([.. owners.Addresses.Select(static a => a.Lower)], chainId);

    /// <summary>An empty text says as little as none.</summary>
    public static string? ToText(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    public static Uri? ToIcon(this string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address : null;

    /// <summary>The chain's id; null for rows of all chains together, and for what no chain's id can be.</summary>
    public static int? ToChainId(this long? id) => id is > 0 and <= int.MaxValue ? (int)id : null;

    public static Address? ToAddress(this string? text) => Address.TryParseAnyCase(text, out var address) ? address : null;

    /// <summary>A token's contract on a chain; the chain's own coin has one address, however the wire spells it.</summary>
    public static Address? ToTokenAddress(this string? text, int chainId) => text.ToAddress()?.Normalized(chainId);

    /// <summary>Decimals of a token; null for what no token can have (CONTRACT, "TokenBalance": 0 to 255).</summary>
    public static int? ToDecimals(this int? decimals) => decimals is >= 0 and <= 255 ? decimals : null;

    public static HoldingStatus ToStatus(this int? status) => status switch
    {
        Open => HoldingStatus.Open,
        Closed => HoldingStatus.Closed,
        _ => HoldingStatus.Unknown,
    };

    public static BigInteger? ToTokenId(this BigInteger? id) => id is { IsZero: false } ? id : null;

    /// <summary>Price and value of an amount. A price of 0 is none, and what has an amount but no price has no value either.</summary>
    public static (decimal? PriceUsd, decimal? ValueUsd) Price(BigDecimal? amount, JsonNumber? price, JsonNumber? value)
    {
        var known = price.ToBigDecimal();
        var stated = value.ToBigDecimal();
        var isHeld = amount is { Sign: not 0 };

        // A price so small that nothing is left of it in a decimal is unknown to clients, not 0; what it is worth in all is known.
        if (known is { Sign: not 0 })
            return (known.Value.ToDecimal() is { } priceUsd and not 0 ? priceUsd : null, (stated ?? (amount * known))?.ToDecimal());
        if (isHeld && (known is not null || stated is not { Sign: not 0 }))
            return (null, null);
        return (null, stated?.ToDecimal());
    }

    /// <summary>An amount of a token; null where the wire gives no amount, or a contract that no EVM chain has.</summary>
    public static TokenAmount? ToTokenAmount(
        int chainId, string? address, string? symbol, string? name, int? decimals, JsonNumber? amount, JsonNumber? price, JsonNumber? value, bool isDebt)
    {
        if (address.ToTokenAddress(chainId) is not { } contract || amount.ToBigDecimal() is not { } size)
            return null;

        var (priceUsd, valueUsd) = Price(size, price, value);
        return new TokenAmount(
            new Token(chainId, contract, symbol.ToText(), name.ToText(), decimals.ToDecimals()),
            isDebt ? size.Abs() : size,
            priceUsd,
            isDebt && valueUsd is { } v ? Math.Abs(v) : valueUsd);
    }

    /// <summary>A position's value: negative for a debt, whatever sign the wire has; null where it is 0 only since what it is made of has no price.</summary>
    public static decimal? ToPositionValue(JsonNumber? value, bool isDebt, IReadOnlyList<TokenAmount> underlying)
    {
        if (value.ToDecimal() is not { } usd)
            return null;
        if (usd == 0 && underlying.Any(static t => t.Amount.Sign != 0 && t.PriceUsd is null))
            return null;
        return isDebt ? -Math.Abs(usd) : usd;
    }

    /// <summary>A token row's amount and value: of a debt the amount is positive and the value negative, whatever signs the wire has.</summary>
    public static (BigDecimal? Amount, decimal? ValueUsd) Signed(BigDecimal? amount, decimal? valueUsd, bool isDebt) =>
        isDebt ? (amount?.Abs(), valueUsd is { } usd ? -Math.Abs(usd) : null) : (amount, valueUsd);

    /// <summary>Gain or loss; null where the wire gives none.</summary>
    public static ProfitAndLoss? ToProfitAndLoss(JsonNumber? absolute, JsonNumber? roi, TimeRange? range, Source source)
    {
        var (usd, fraction) = (absolute.ToDecimal(), roi.ToDecimal());
        return usd is null && fraction is null ? null : new ProfitAndLoss(usd, fraction, range, source);
    }
}

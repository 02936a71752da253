using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// A decimal number of any size that preserves its digits: <c>1.50</c> stays <c>1.50</c> but equals <c>1.5</c>. The default is 0.
/// </summary>
public readonly record struct BigDecimal : IComparable<BigDecimal>, IComparable
{
    // Unlike Nethereum's type of the same name, this type preserves trailing zeros and limits the number of digits before it computes.

    /// <summary>The maximum number of digits in plain notation. It is far beyond the range of any float; a larger exponent is an attempt to exhaust memory.</summary>
    private const int MaxDigits = 1000;
    private const int DecimalDigits = 28;

    private static readonly BigInteger DecimalMax = new(decimal.MaxValue);

    // A decimal of at most 28 digits needs no rounding.
    private const decimal FirstWithMoreDigits = 10_000_000_000_000_000_000_000_000_000m;

    // Nearly all numbers fit in a decimal with all their digits.
    private readonly decimal _short;
    private readonly Long? _long;

    private BigDecimal(decimal number) => _short = number;

    private BigDecimal(BigInteger unscaled, int scale)
    {
        if (scale <= DecimalDigits && BigInteger.Abs(unscaled) <= DecimalMax)
            _short = Scaled((decimal)BigInteger.Abs(unscaled), unscaled.Sign < 0, scale);
        else
            _long = new Long(unscaled, scale);
    }

    /// <summary>Converts a decimal with all its digits, trailing zeros included.</summary>
    internal static BigDecimal WithDigits(decimal number) => new(number);

    /// <summary>The sign: -1, 0 or 1.</summary>
    public int Sign => _long?.Unscaled.Sign ?? Math.Sign(_short);

    private BigInteger Unscaled => _long?.Unscaled ?? new BigInteger(Mantissa(_short));

    private int Scale => _long?.Scale ?? _short.Scale;

    /// <summary>
    /// Parses a number in JSON's grammar, with an optional exponent. False for any other text and for numbers of more than 1,000 digits in plain notation.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number, or 0 if parsing fails.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out BigDecimal number)
    {
        number = default;
        if (ShortDecimal.TryParse(text.AsSpan(), out var parsed))
        {
            number = new BigDecimal(parsed);
            return true;
        }

        if (text is null || !TrySplit(text, out var whole, out var fraction, out var exponent))
            return false;

        // Check before computing, because the exponent determines how much memory the number takes.
        var scale = fraction.Length - exponent;
        if (whole.Length + fraction.Length > MaxDigits || Math.Abs(exponent) > MaxDigits || whole.Length + Math.Max(exponent, fraction.Length) > MaxDigits || scale > MaxDigits)
            return false;

        var unscaled = BigInteger.Parse(string.Concat(whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        if (text[0] == '-')
            unscaled = -unscaled;
        number = scale >= 0 ? new BigDecimal(unscaled, scale) : new BigDecimal(unscaled * BigInteger.Pow(10, -scale), 0);
        return true;
    }

    /// <summary>
    /// Converts a decimal exactly, without trailing zeros: the trailing zeros of a computed decimal depend on how it was computed. Null stays null.
    /// </summary>
    /// <param name="number">The number.</param>
    public static BigDecimal? Of(decimal? number) => number is { } known ? new BigDecimal(known == 0 ? 0 : DoublePrecision.WithoutTrailingZeros(known)) : null;

    /// <summary>Rounds the number to 28 significant digits and at most 28 decimals, half away from zero. Null if it is out of the range of <see cref="decimal"/>.</summary>
    public decimal? ToDecimal()
    {
        if (_long is null && Mantissa(Math.Abs(_short)) < FirstWithMoreDigits)
            return _short;

        var (unscaled, scale) = (Unscaled, Scale);
        var digits = BigInteger.Abs(unscaled);
        var excess = Math.Max(Math.Max(CountDigits(digits), scale) - DecimalDigits, 0);
        scale -= excess;
        if (excess > 0)
            digits = DivideRounded(digits, BigInteger.Pow(10, excess));

        if (scale < 0)
        {
            digits *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        return digits > DecimalMax ? null : Scaled((decimal)digits, unscaled.Sign < 0, scale);
    }

    /// <summary>Returns the absolute value.</summary>
    public BigDecimal Abs() => _long is { } number ? new(BigInteger.Abs(number.Unscaled), number.Scale) : new(Math.Abs(_short));

    /// <summary>Returns the exact sum.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static BigDecimal operator +(BigDecimal left, BigDecimal right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        return new BigDecimal((left.Unscaled * BigInteger.Pow(10, scale - left.Scale)) + (right.Unscaled * BigInteger.Pow(10, scale - right.Scale)), scale);
    }

    /// <summary>Returns the exact product.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static BigDecimal operator *(BigDecimal left, BigDecimal right) => new(left.Unscaled * right.Unscaled, left.Scale + right.Scale);

    /// <summary>Whether both numbers are equal, regardless of trailing zeros.</summary>
    /// <param name="other">The other number.</param>
    public bool Equals(BigDecimal other) => CompareTo(other) == 0;

    /// <inheritdoc />
    public override int GetHashCode()
    {
        if (_long is null)
            return _short.GetHashCode();
        var (unscaled, scale) = (Unscaled, Scale);
        while (scale > 0)
        {
            var shorter = BigInteger.DivRem(unscaled, 10, out var last);
            if (!last.IsZero)
                break;
            (unscaled, scale) = (shorter, scale - 1);
        }

        // Without its trailing zeros, the number may equal a short one.
        var canonical = new BigDecimal(unscaled, scale);
        return canonical._long is null ? canonical._short.GetHashCode() : HashCode.Combine(unscaled, scale);
    }

    /// <inheritdoc />
    public int CompareTo(BigDecimal other)
    {
        if (_long is null && other._long is null)
            return _short.CompareTo(other._short);
        var (scale, otherScale) = (Scale, other.Scale);
        return scale == otherScale ? Unscaled.CompareTo(other.Unscaled)
            : scale < otherScale ? (Unscaled * BigInteger.Pow(10, otherScale - scale)).CompareTo(other.Unscaled)
            : Unscaled.CompareTo(other.Unscaled * BigInteger.Pow(10, scale - otherScale));
    }

    /// <inheritdoc />
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        BigDecimal other => CompareTo(other),
        _ => throw new ArgumentException($"The object must be a {nameof(BigDecimal)}.", nameof(obj)),
    };

    /// <summary>Compares two numbers.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static bool operator <(BigDecimal left, BigDecimal right) => left.CompareTo(right) < 0;

    /// <summary>Compares two numbers.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static bool operator <=(BigDecimal left, BigDecimal right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two numbers.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static bool operator >(BigDecimal left, BigDecimal right) => left.CompareTo(right) > 0;

    /// <summary>Compares two numbers.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second number.</param>
    public static bool operator >=(BigDecimal left, BigDecimal right) => left.CompareTo(right) >= 0;

    /// <summary>Returns the number in plain notation, without an exponent.</summary>
    public override string ToString()
    {
        if (_long is null)
            return _short.ToString(CultureInfo.InvariantCulture);
        var (unscaled, scale) = (Unscaled, Scale);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled.Sign < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits.AsSpan(0, digits.Length - scale)}.{digits.AsSpan(digits.Length - scale)}";
    }

    /// <summary>Writes the number in plain notation, without an exponent, as UTF-8.</summary>
    /// <param name="utf8">The destination.</param>
    /// <param name="written">The number of bytes written.</param>
    /// <returns>False if the destination is too short, or if the number has more digits than a decimal; use <see cref="ToString"/> then.</returns>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        written = 0;
        return _long is null && _short.TryFormat(utf8, out written, default, CultureInfo.InvariantCulture);
    }

    // Zero has no sign.
    private static decimal Scaled(decimal digits, bool isNegative, int scale)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(digits, parts);
        return new decimal(parts[0], parts[1], parts[2], isNegative && digits != 0, (byte)scale);
    }

    private static decimal Mantissa(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        return new decimal(parts[0], parts[1], parts[2], decimal.IsNegative(number), 0);
    }

    private static int CountDigits(BigInteger number) => number.IsZero ? 1 : number.ToString(CultureInfo.InvariantCulture).Length;

    private static BigInteger DivideRounded(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder * 2 >= divisor ? quotient + 1 : quotient;
    }

    // -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
    private static bool TrySplit(string text, out ReadOnlySpan<char> whole, out ReadOnlySpan<char> fraction, out int exponent)
    {
        var rest = text.AsSpan();
        whole = fraction = default;
        exponent = 0;

        if (rest.StartsWith('-'))
            rest = rest[1..];
        whole = ReadDigits(ref rest);
        if (whole.Length == 0 || (whole.Length > 1 && whole[0] == '0'))
            return false;

        if (rest.StartsWith('.'))
        {
            rest = rest[1..];
            fraction = ReadDigits(ref rest);
            if (fraction.Length == 0)
                return false;
        }

        if (rest.Length == 0)
            return true;
        return rest[0] is 'e' or 'E'
            && int.TryParse(rest[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent != int.MinValue;
    }

    private static ReadOnlySpan<char> ReadDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var count = rest.IndexOfAnyExceptInRange('0', '9');
        if (count < 0)
            count = rest.Length;
        var digits = rest[..count];
        rest = rest[count..];
        return digits;
    }

    private sealed record Long(BigInteger Unscaled, int Scale);
}

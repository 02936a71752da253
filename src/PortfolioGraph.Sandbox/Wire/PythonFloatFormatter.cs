using System.Globalization;
using System.Numerics;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Formats a number like Python's <c>repr(float)</c>, but with every digit of the exact value.</summary>
internal static class PythonFloatFormatter
{
    // The precision of a Python float.
    private const int MaxDigits = 17;

    private static readonly BigInteger One = BigInteger.Pow(10, Quantity.Scale);

    public static string Format(decimal value)
    {
        if (value == 0)
            return "0.0";
        var text = Math.Abs(value).ToString(CultureInfo.InvariantCulture);
        var sign = value < 0 ? "-" : "";
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = dot < 0 ? (text, "") : (text[..dot], text[(dot + 1)..].TrimEnd('0'));
        if (whole == "0" && fraction.Length > 0 && fraction.StartsWith("0000", StringComparison.Ordinal))
            return sign + Scientific(fraction.TrimStart('0'), fraction.TrimStart('0').Length - fraction.Length - 1);
        return whole.Length > 16
            ? sign + Scientific((whole + fraction).TrimEnd('0'), whole.Length - 1)
            : $"{sign}{whole}.{(fraction.Length == 0 ? "0" : fraction)}";
    }

    public static string Format(Quantity quantity)
    {
        var whole = BigInteger.DivRem(BigInteger.Abs(quantity.Atto), One, out _);
        if (whole < BigInteger.Pow(10, 16))
            return Format(quantity.ToDecimal());
        var digits = whole.ToString(CultureInfo.InvariantCulture);
        var significant = digits[..Math.Min(digits.Length, MaxDigits)].TrimEnd('0');
        return (quantity.Atto.Sign < 0 ? "-" : "") + Scientific(significant, digits.Length - 1);
    }

    private static string Scientific(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }
}

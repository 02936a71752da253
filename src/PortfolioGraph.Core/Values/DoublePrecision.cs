using System.Globalization;

namespace PortfolioGraph.Core;

/// <summary>
/// Rounds numbers so that they survive clients that parse JSON numbers as double-precision numbers (IEEE 754), as <c>JSON.parse</c> does. Such a number preserves any 15 significant
/// digits, and only some of the longer numbers.
/// </summary>
public static class DoublePrecision
{
    /// <summary>The number of significant digits that every double preserves.</summary>
    public const int SignificantDigits = 15;

    // 10^15 has 16 digits. The mantissa of a decimal with at most 15 digits is smaller.
    private const ulong FirstWithMoreDigits = 1_000_000_000_000_000;

    private const ulong FirstWithMoreThanAnyDouble = 100_000_000_000_000_000;

    private const ulong LastExactInteger = 1UL << 53;

    // All powers of ten that a double represents exactly.
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(static exponent => double.Parse($"1E{exponent}", CultureInfo.InvariantCulture))];

    // A decimal divided by 1 with the greatest scale loses its trailing zeros.
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>Rounds a number to 15 significant digits, half away from zero. A number without more digits stays as it is, trailing zeros included.</summary>
    /// <param name="number">The number.</param>
    public static decimal Round(decimal number)
    {
        var excess = CountDigits(number) - SignificantDigits;
        if (excess <= 0)
            return number;
        if (excess <= number.Scale)
            return WithoutTrailingZeros(decimal.Round(number, number.Scale - excess, MidpointRounding.AwayFromZero));

        // The excess digits are before the decimal point too.
        var unit = PowerOfTen(excess - number.Scale);
        return decimal.Round(number / unit, MidpointRounding.AwayFromZero) * unit;
    }

    /// <summary>Returns the number itself if a double preserves it, and otherwise the number rounded to 15 significant digits.</summary>
    /// <param name="number">The number.</param>
    public static decimal Fit(decimal number)
    {
        var mantissa = Mantissa(number);
        return mantissa < FirstWithMoreDigits || (MayBePreserved(mantissa) && IsPreserved(number)) ? number : Round(number);
    }

    /// <summary>Returns the same number without trailing zeros.</summary>
    /// <param name="number">The number.</param>
    internal static decimal WithoutTrailingZeros(decimal number) => number / One;

    // The shortest text of a double has at most 17 digits.
    private static bool MayBePreserved(UInt128 mantissa) => mantissa < FirstWithMoreThanAnyDouble || mantissa % 10 == 0;

    private static bool IsPreserved(decimal number)
    {
        var mantissa = Mantissa(number);
        var scale = number.Scale;
        if (mantissa <= LastExactInteger && scale < PowersOfTen.Length)
        {
            // Both are exact doubles, so their quotient is the nearest double. If doubles are closer together here than numbers with this number of decimal places, then this number is the only one
            // of them, and of those with fewer places, that this double is nearest to. So it is the double's shortest text.
            var nearest = (double)(ulong)mantissa / PowersOfTen[scale];
            if ((Math.BitIncrement(nearest) - nearest) * PowersOfTen[scale] < 1)
                return true;
        }

        // Through text, because the conversion operator of decimal does not return the nearest double.
        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        double.Parse(text[..length], CultureInfo.InvariantCulture).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var preserved) && preserved == number;
    }

    private static UInt128 Mantissa(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        return new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
    }

    // At least SignificantDigits, because fewer digits make no difference.
    private static int CountDigits(decimal number)
    {
        var count = SignificantDigits;
        for (var mantissa = Mantissa(number); mantissa >= FirstWithMoreDigits; mantissa /= 10)
            count++;
        return count;
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (; exponent > 0; exponent--)
            power *= 10;
        return power;
    }
}

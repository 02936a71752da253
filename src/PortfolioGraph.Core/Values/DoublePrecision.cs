using System.Globalization;
using System.Text.Unicode;

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

    // 10^22 is the greatest power of ten that a double represents exactly.
    private const int MaxExactPowers = 23;
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, MaxExactPowers).Select(static exponent => double.Parse($"1E{exponent}", CultureInfo.InvariantCulture))];

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
        if (mantissa < FirstWithMoreDigits)
            return number;

        int exponent = -number.Scale;
        for (; mantissa % 10 == 0; exponent++)
            mantissa /= 10;
        // The shortest text of a double has at most 17 digits.
        return mantissa < FirstWithMoreDigits || (mantissa < FirstWithMoreThanAnyDouble && IsPreserved((ulong)mantissa, exponent)) ? number : Round(number);
    }

    /// <summary>Returns the same number without trailing zeros.</summary>
    /// <param name="number">The number.</param>
    internal static decimal WithoutTrailingZeros(decimal number) => number / One;

    // Whether the shortest text of the nearest double has the same digits as mantissa * 10^exponent. The mantissa has no trailing zeros.
    private static bool IsPreserved(ulong mantissa, int exponent)
    {
        if (mantissa <= LastExactInteger && exponent is <= 0 and > -MaxExactPowers)
        {
            // Both are exact doubles, so their quotient is the nearest double. If doubles are closer together here than numbers with this number of decimal places, the double is nearest to only one
            // of these numbers, and to none with fewer places. So the number is the double's shortest text.
            var quotient = mantissa / PowersOfTen[-exponent];
            if ((Math.BitIncrement(quotient) - quotient) * PowersOfTen[-exponent] < 1)
                return true;
        }

        // Through text, because the conversion operator of decimal does not return the nearest double.
        Span<byte> text = stackalloc byte[32];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{mantissa}E{exponent}", out var length);
        double.Parse(text[..length], CultureInfo.InvariantCulture).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
        return ReadDigits(text[..length]) == (mantissa, exponent);
    }

    // Reads the shortest text of a positive double, with or without a decimal point and an exponent, as a mantissa without trailing zeros and its exponent.
    private static (ulong Mantissa, int Exponent) ReadDigits(ReadOnlySpan<byte> text)
    {
        var (mantissa, exponent, isFraction) = (0UL, 0, false);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '.')
            {
                isFraction = true;
                continue;
            }

            if (text[index] == 'E')
            {
                exponent += int.Parse(text[(index + 1)..], CultureInfo.InvariantCulture);
                break;
            }

            mantissa = (mantissa * 10) + (ulong)(text[index] - '0');
            exponent -= isFraction ? 1 : 0;
        }

        for (; mantissa % 10 == 0; exponent++)
            mantissa /= 10;
        return (mantissa, exponent);
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

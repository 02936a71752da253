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

    // A double is a fraction of 53 bits, of which the first is not stored, times a power of two.
    private const int DoubleFractionBits = 52;
    private const int DoubleExponentBias = 1023 + DoubleFractionBits;
    private const ulong FirstFractionBit = 1UL << DoubleFractionBits;

    // A mantissa of 17 digits has 57 bits.
    private const int MaxExactShift = 70;

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

    // Whether the shortest text of the nearest double has the same digits as mantissa * 10^exponent. The mantissa has at most 17 digits and no trailing zeros.
    private static bool IsPreserved(ulong mantissa, int exponent)
    {
        if (exponent is <= 0 and > -MaxExactPowers && IsPreservedByExactArithmetic(mantissa, -exponent) is { } isPreserved)
            return isPreserved;

        // Through text, because the conversion operator of decimal does not return the nearest double.
        Span<byte> text = stackalloc byte[32];
        Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{mantissa}E{exponent}", out var length);
        double.Parse(text[..length], CultureInfo.InvariantCulture).TryFormat(text, out length, "R", CultureInfo.InvariantCulture);
        return ReadDigits(text[..length]) == (mantissa, exponent);
    }

    /// <summary>Answers the same with integers, several times as fast as through text. Null in the rare cases that need the text.</summary>
    private static bool? IsPreservedByExactArithmetic(ulong mantissa, int scale)
    {
        var power = PowersOfTen[scale];
        var bits = BitConverter.DoubleToUInt64Bits(mantissa / power);
        var shift = DoubleExponentBias - (int)(bits >> DoubleFractionBits);
        var fraction = (bits & (FirstFractionBit - 1)) | FirstFractionBit;
        // A power of two is closer to its lower neighbor than to its upper one.
        if (shift is < 1 or > MaxExactShift || fraction == FirstFractionBit)
            return null;

        // The number is mantissa / 10^scale and the double is fraction / 2^shift. Both times 10^scale * 2^shift are integers of less than 128 bits, in which a step between two
        // doubles is 10^scale and a step of the last digit of the mantissa is 2^shift.
        var doubleStep = (UInt128)power;
        var digitStep = UInt128.One << shift;
        var number = mantissa * digitStep;
        var nearest = fraction * doubleStep;
        // The division has rounded twice, so it may have missed the nearest double by one.
        if (2 * Distance(number, nearest) > doubleStep)
            nearest = number > nearest ? nearest + doubleStep : nearest - doubleStep;

        var distance = Distance(number, nearest);
        if (2 * distance >= doubleStep || 2 * distance == digitStep)
            return null;

        // The text of the double has these digits if no number with as many digits is closer to it, and if it is not the nearest double of a number with fewer digits.
        var (below, above) = (Distance((mantissa - (mantissa % 10)) * digitStep, nearest), Distance((mantissa - (mantissa % 10) + 10) * digitStep, nearest));
        if (2 * below == doubleStep || 2 * above == doubleStep)
            return null;
        return 2 * distance < digitStep && 2 * below > doubleStep && 2 * above > doubleStep;

        static UInt128 Distance(UInt128 left, UInt128 right) => left > right ? left - right : right - left;
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

using System.Numerics;

namespace PortfolioGraph.Upstream;

/// <summary>Parses numbers of up to 28 digits without an exponent into <see cref="decimal"/>, which holds them exactly, trailing zeros included.</summary>
public static class ShortDecimal
{
    private const int MaxDigits = 28;

    /// <summary>Parses a number in JSON's grammar. False if the text is not one, has more digits or an exponent, or is a negative zero, whose sign a decimal would lose.</summary>
    /// <typeparam name="T">A UTF-8 byte or a UTF-16 character.</typeparam>
    /// <param name="text">The text.</param>
    /// <param name="number">The number, or 0.</param>
    public static bool TryParse<T>(ReadOnlySpan<T> text, out decimal number)
        where T : unmanaged, IBinaryInteger<T>
    {
        number = 0;
        var index = 0;
        var isNegative = text.Length > 0 && uint.CreateTruncating(text[0]) == '-';
        if (isNegative)
            index++;
        var start = index;
        ulong high = 0;
        ulong low = 0;
        var digits = 0;
        var point = -1;
        for (; index < text.Length; index++)
        {
            var digit = uint.CreateTruncating(text[index]) - '0';
            if (digit > 9)
            {
                // One point, after a digit.
                if (digit != unchecked('.' - (uint)'0') || point >= 0 || digits == 0)
                    return false;
                point = digits;
                continue;
            }

            // 19 digits fit in 64 bits.
            if (digits++ < 19)
                low = (low * 10) + digit;
            else if (digits <= MaxDigits)
                high = (high * 10) + digit;
            else
                return false;
        }

        // JSON has no leading zeros, and digits on both sides of a point.
        if (digits == 0 || point == digits || (uint.CreateTruncating(text[start]) == '0' && digits > 1 && point != 1))
            return false;
        var mantissa = digits <= 19 ? low : ((UInt128)low * PowersOfTen[digits - 19]) + high;
        if (isNegative && mantissa == 0)
            return false;
        number = new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), isNegative, (byte)(point < 0 ? 0 : digits - point));
        return true;
    }

    private static ReadOnlySpan<ulong> PowersOfTen => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
}

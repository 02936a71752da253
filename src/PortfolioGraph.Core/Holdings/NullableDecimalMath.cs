namespace PortfolioGraph.Core;

/// <summary>Arithmetic on nullable decimals. The result is null if it is unknown or out of range.</summary>
internal static class NullableDecimalMath
{
    /// <summary>Returns the sum of the known values. Null if no value is known.</summary>
    public static decimal? SumOfKnown(this IEnumerable<decimal?> values)
    {
        decimal? sum = null;
        try
        {
            foreach (var value in values)
            {
                if (value is not null)
                    sum = (sum ?? 0) + value;
            }
        }
        catch (OverflowException)
        {
            return null;
        }

        return sum;
    }

    /// <summary>Returns the sum of the known values. 0 if there are no values. Null if none of them is known.</summary>
    public static decimal? SumOrZero(this IReadOnlyCollection<decimal?> values) => values.Count == 0 ? 0 : values.SumOfKnown();

    /// <summary>Returns the value of a holding in parts: the sum of the known values. Null, not 0, if that sum is 0 and a part is unknown.</summary>
    public static decimal? SumOfParts(IEnumerable<decimal?> parts)
    {
        decimal?[] all = [.. parts];
        return all.SumOfKnown() is { } sum && (sum != 0 || !all.Contains(null)) ? sum : null;
    }

    /// <summary>Returns the price that all known prices share. Null if no price is known or the prices differ.</summary>
    public static decimal? CommonPrice(IEnumerable<decimal?> prices) => prices.OfType<decimal>().Distinct().ToList() is [var price] ? price : null;

    /// <summary>Returns the sum of two values. Null if either is unknown.</summary>
    public static decimal? Add(decimal? left, decimal? right)
    {
        try
        {
            return left + right;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Returns the sum of all values. Null if any value is unknown.</summary>
    public static decimal? SumOfAll(this IReadOnlyCollection<decimal?> values) => values.Count == 0 ? 0 : values.Contains(null) ? null : values.SumOfKnown();
}

namespace PortfolioGraph.Core;

/// <summary>Arithmetic on USD that knows its bounds: null where the result is unknown or out of range.</summary>
internal static class NullableDecimalMath
{
    /// <summary>The sum of what is known; null where nothing is.</summary>
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

    /// <summary>The value of a thing in parts: the sum of what is known, but null, not 0, where nothing but 0 is known and a part is not.</summary>
    public static decimal? SumOfParts(IEnumerable<decimal?> parts)
    {
        decimal?[] all = [.. parts];
        return all.SumOfKnown() is { } sum && (sum != 0 || !all.Contains(null)) ? sum : null;
    }

    /// <summary>The one price that all known prices are; null if none is known or they differ.</summary>
    public static decimal? PriceOfAll(IEnumerable<decimal?> prices) => prices.OfType<decimal>().Distinct().ToList() is [var price] ? price : null;

    /// <summary>The sum of all; null where one of them is unknown.</summary>
    public static decimal? SumOfAll(this IReadOnlyCollection<decimal?> values) => values.Count == 0 ? 0 : values.Contains(null) ? null : values.SumOfKnown();
}

namespace PortfolioGraph.Core;

/// <summary>Computes shares of a total.</summary>
public static class Fraction
{
    /// <summary>
    /// Returns the part as a fraction of the whole, rounded to 15 significant digits: 0.25 is 25 %. Null if either is unknown, the whole is 0 or negative, or the result is
    /// out of range.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="whole">The whole, in the same unit.</param>
    public static decimal? Of(decimal? part, decimal? whole)
    {
        // If debts exceed assets, shares have no meaning.
        if (whole <= 0)
            return null;

        try
        {
            return part / whole is { } fraction ? DoublePrecision.Round(fraction) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}

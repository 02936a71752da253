namespace PortfolioGraph.Core;

/// <summary>Parts of a whole.</summary>
public static class Fraction
{
    /// <summary>The part as a fraction of the whole: 0.25 is a quarter; null where either is unknown, the whole is 0 or negative, or the result is out of range.</summary>
    /// <param name="part">The part.</param>
    /// <param name="whole">The whole, in the same unit.</param>
    public static decimal? Of(decimal? part, decimal? whole)
    {
        // Of what is owed more than owned, no part is a part.
        if (whole <= 0)
            return null;

        try
        {
            return part / whole;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}

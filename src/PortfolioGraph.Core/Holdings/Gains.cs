namespace PortfolioGraph.Core;

/// <summary>Adds up the profit and loss of what is one holding though the data source has several rows of it.</summary>
internal static class Gains
{
    // What came in is computed from rounded figures: more digits would be invented.
    private const int ReturnDigits = 8;

    // A gain beyond the one over a return below the other would leave the range of decimals; a smaller return is all rounding anyway.
    private const decimal MostUsd = 1e15m;
    private const decimal LeastReturn = 1e-8m;

    /// <summary>
    /// The gain of both: the sum of what is known. The return is that of what came in for both, as far as gain and return of each tell it; null where they do not, or
    /// where only one of them is known.
    /// </summary>
    public static ProfitAndLoss? Sum(ProfitAndLoss? a, ProfitAndLoss? b)
    {
        if (a is null || b is null)
            return (a ?? b) is { } only ? only with { Roi = null } : null;
        return a with { AbsoluteUsd = new[] { a.AbsoluteUsd, b.AbsoluteUsd }.SumOfKnown(), Roi = Return(a, b) };
    }

    // Returns cannot be added, but a gain and its return tell what came in, and those can. Where there is no gain, or the two contradict, nothing can be told.
    private static decimal? Return(ProfitAndLoss a, ProfitAndLoss b) =>
        new[] { Inflow(a), Inflow(b) }.SumOfAll() is { } inflow and > 0 && new[] { a.AbsoluteUsd, b.AbsoluteUsd }.SumOfAll() is { } gain
            ? Math.Round(gain / inflow, ReturnDigits)
            : null;

    private static decimal? Inflow(ProfitAndLoss gain) =>
        gain is { AbsoluteUsd: { } usd, Roi: { } roi } && Math.Sign(usd) == Math.Sign(roi) && Math.Abs(usd) <= MostUsd && Math.Abs(roi) >= LeastReturn ? usd / roi : null;
}

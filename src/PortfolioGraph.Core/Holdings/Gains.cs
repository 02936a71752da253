namespace PortfolioGraph.Core;

/// <summary>Adds up profit and loss if one holding has several rows.</summary>
internal static class Gains
{
    // The inflow is computed from rounded figures, so more digits would be meaningless.
    private const int ReturnDigits = 8;

    // A larger gain divided by a smaller return could overflow a decimal. A smaller return is only a rounding error.
    private const decimal MaxGainUsd = 1e15m;
    private const decimal MinReturn = 1e-8m;

    /// <summary>
    /// Returns the sum of the known gains. The return is relative to the total inflow, which is computed from the gain and return of each row.
    /// The return is null if the inflow of either row is unknown.
    /// </summary>
    public static ProfitAndLoss? Sum(ProfitAndLoss? a, ProfitAndLoss? b)
    {
        if (a is null || b is null)
            return (a ?? b) is { } only ? only with { Roi = null } : null;
        return a with { AbsoluteUsd = new[] { a.AbsoluteUsd, b.AbsoluteUsd }.SumOfKnown(), Roi = SumReturns(a, b) };
    }

    // Returns cannot be added, but inflows can: inflow = gain / return. The inflow is unknown if the gain is 0 or the signs of gain and return differ.
    private static decimal? SumReturns(ProfitAndLoss a, ProfitAndLoss b) =>
        NullableDecimalMath.Add(Inflow(a), Inflow(b)) is { } inflow and > 0 && NullableDecimalMath.Add(a.AbsoluteUsd, b.AbsoluteUsd) is { } gain
            ? Math.Round(gain / inflow, ReturnDigits)
            : null;

    private static decimal? Inflow(ProfitAndLoss gain) =>
        gain is { AbsoluteUsd: { } usd, Roi: { } roi } && Math.Sign(usd) == Math.Sign(roi) && Math.Abs(usd) <= MaxGainUsd && Math.Abs(roi) >= MinReturn ? usd / roi : null;
}

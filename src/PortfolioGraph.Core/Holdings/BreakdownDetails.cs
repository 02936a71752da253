namespace PortfolioGraph.Core;

/// <summary>What a breakdown's total is made of, reckoned from the tokens and positions behind it.</summary>
public static class BreakdownDetails
{
    private const decimal Cent = 0.01m;
    private const decimal Tolerance = 0.001m;

    /// <summary>The value before debts in USD: the total plus the debts; null where the debts are unknown or the sum is out of range.</summary>
    /// <param name="breakdown">The breakdown.</param>
    /// <param name="positions">The positions of its scope.</param>
    public static decimal? AssetsUsd(this ValueBreakdown breakdown, PositionHoldings positions)
    {
        ArgumentNullException.ThrowIfNull(breakdown);
        return new[] { breakdown.TotalUsd, positions.DebtsUsd() }.SumOfAll();
    }

    /// <summary>
    /// What of the total in USD no open token and no open position accounts for, positive or negative; 0 within a cent or 0.1 % of the total, null where it is out of range.
    /// </summary>
    /// <param name="breakdown">The breakdown.</param>
    /// <param name="tokens">The tokens of its scope.</param>
    /// <param name="positions">The positions of its scope.</param>
    public static decimal? UnexplainedUsd(this ValueBreakdown breakdown, TokenHoldings tokens, PositionHoldings positions)
    {
        ArgumentNullException.ThrowIfNull(breakdown);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(positions);

        var held = tokens.Items.Where(static token => token.Status != HoldingStatus.Closed).Select(static token => token.ValueUsd)
            .Concat(positions.Items.Where(static position => position.Status != HoldingStatus.Closed).Select(static position => position.ValueUsd));
        decimal?[] known = [.. held.Where(static value => value is not null)];
        if (new[] { breakdown.TotalUsd, -known.SumOfAll() }.SumOfAll() is not { } rest)
            return null;

        var tolerance = Math.Max(Cent, Math.Abs(breakdown.TotalUsd) * Tolerance);
        return Math.Abs(rest) <= tolerance ? 0 : rest;
    }
}

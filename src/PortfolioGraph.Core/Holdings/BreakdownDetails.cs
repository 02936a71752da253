namespace PortfolioGraph.Core;

/// <summary>Figures that explain a breakdown's total, computed from its tokens and positions.</summary>
public static class BreakdownDetails
{
    private const decimal Cent = 0.01m;
    private const decimal Tolerance = 0.001m;

    /// <summary>Returns the value before debts, in USD: the total plus the debts. Null if the debts are unknown or the sum is out of range.</summary>
    /// <param name="breakdown">The breakdown.</param>
    /// <param name="positions">The positions of its owners.</param>
    public static decimal? AssetsUsd(this ValueBreakdown breakdown, PositionHoldings positions)
    {
        ArgumentNullException.ThrowIfNull(breakdown);
        return NullableDecimalMath.Add(breakdown.TotalUsd, positions.DebtsUsd(breakdown.Scope));
    }

    /// <summary>
    /// Returns the part of the total, in USD, that open tokens and positions do not account for; it may be negative. 0 within a cent or 0.1 % of the total.
    /// Null if it is out of range.
    /// </summary>
    /// <param name="breakdown">The breakdown.</param>
    /// <param name="tokens">The tokens of its owners.</param>
    /// <param name="positions">The positions of its owners.</param>
    public static decimal? UnexplainedUsd(this ValueBreakdown breakdown, TokenHoldings tokens, PositionHoldings positions)
    {
        ArgumentNullException.ThrowIfNull(breakdown);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(positions);

        var held = tokens.InScope(breakdown.Scope, includeClosed: false).Select(static token => token.ValueUsd)
            .Concat(positions.InScope(breakdown.Scope, includeClosed: false).Select(static position => position.ValueUsd));
        decimal?[] known = [.. held.Where(static value => value is not null)];
        if (NullableDecimalMath.Add(breakdown.TotalUsd, -known.SumOfAll()) is not { } unexplained)
            return null;

        var tolerance = Math.Max(Cent, Math.Abs(breakdown.TotalUsd) * Tolerance);
        return Math.Abs(unexplained) <= tolerance ? 0 : unexplained;
    }
}

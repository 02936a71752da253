namespace PortfolioGraph.Core;

/// <summary>
/// The change of a value between a past point in time and now. All amounts are in USD, rounded to 10 decimals; debts count as negative. The change is exactly the sum of the effect of
/// prices, the effect of amounts and the unexplained rest.
/// </summary>
/// <param name="ThenUsd">The value then. 0 if nothing was held. Null if it was unpriced or beyond 10^15.</param>
/// <param name="NowUsd">The value now. 0 if nothing is held. Null if it is unpriced or beyond 10^15.</param>
/// <param name="ChangeUsd">The value now minus the value then. Null if either is unknown.</param>
/// <param name="ChangeRatio">The change as a fraction of the value then: 0.05 is 5 %. Null if the change is unknown, or if the value then is 0 or negative. It is not a return, because it includes inflows and outflows.</param>
/// <param name="PriceEffectUsd">The effect of prices: the value that the amounts of then have at the prices of now, minus the value then. That is the amount then, times the price now minus the price then. Null if the change cannot be split.</param>
/// <param name="AmountEffectUsd">The effect of amounts: the value now, minus the value that the amounts of then have at the prices of now. That is the amount now minus the amount then, times the price now. Null if the change cannot be split.</param>
/// <param name="UnexplainedUsd">The part of the change that is in neither effect. 0 if all of it is explained. Null if the change is unknown.</param>
public sealed record ValueChange(
    decimal? ThenUsd, decimal? NowUsd, decimal? ChangeUsd, decimal? ChangeRatio, decimal? PriceEffectUsd, decimal? AmountEffectUsd, decimal? UnexplainedUsd)
{
    // Up to a thousand values of this size and number of decimals have an exact sum in 28 digits.
    private const int Decimals = 10;
    private const decimal MaxUsd = 1e15m;

    /// <summary>Rounds an amount of money, so that sums and differences of several are exact. Null if it is unknown or too large.</summary>
    internal static decimal? Round(decimal? usd) => usd is { } known && Math.Abs(known) <= MaxUsd ? Math.Round(known, Decimals, MidpointRounding.AwayFromZero) : null;

    /// <summary>Creates the change between two values.</summary>
    /// <param name="thenUsd">The rounded value then; null if unknown.</param>
    /// <param name="nowUsd">The rounded value now; null if unknown.</param>
    /// <param name="effects">The effects of prices and amounts; null if the change cannot be split.</param>
    internal static ValueChange Of(decimal? thenUsd, decimal? nowUsd, ChangeEffects? effects)
    {
        var change = nowUsd - thenUsd;
        var split = change is null ? null : effects;
        return new ValueChange(thenUsd, nowUsd, change, Fraction.Of(change, thenUsd), split?.PriceUsd, split?.AmountUsd, change - (split?.PriceUsd ?? 0) - (split?.AmountUsd ?? 0));
    }
}

/// <summary>The effects of prices and amounts on a value, in USD.</summary>
internal readonly record struct ChangeEffects(decimal PriceUsd, decimal AmountUsd)
{
    public static ChangeEffects operator +(ChangeEffects left, ChangeEffects right) => new(left.PriceUsd + right.PriceUsd, left.AmountUsd + right.AmountUsd);

    /// <summary>Returns the sum of the effects of rows. A row that cannot be split adds nothing, so that it is in the unexplained part of the total.</summary>
    public static ChangeEffects Sum(IEnumerable<ValueChange> rows) =>
        rows.Aggregate(default(ChangeEffects), static (sum, row) => sum + new ChangeEffects(row.PriceEffectUsd ?? 0, row.AmountEffectUsd ?? 0));
}

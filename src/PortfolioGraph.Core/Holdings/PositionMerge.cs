namespace PortfolioGraph.Core;

/// <summary>
/// Merges rows that differ only in their owners. The upstream returns one row per owner or one for all, but a portfolio has each position once.
/// Amounts, values and gains are added. Rates and days held cannot be added and become null. The return is relative to the total inflow.
/// The amounts and value of a closed row are ignored, but its gain counts.
/// </summary>
internal static class PositionMerge
{
    /// <summary>Merges rows into one position. The result does not depend on their order.</summary>
    /// <param name="rows">The rows; at least one.</param>
    public static Position Merge(IReadOnlyList<Position> rows)
    {
        if (rows is [var only])
            return only;

        var first = rows[0];
        var held = rows.StillHeld(static row => row.Status);
        return first with
        {
            Owners = rows.All(static row => row.Owners is null) ? null : [.. rows.SelectMany(static row => row.Owners ?? []).Distinct().Order()],
            IsLocked = held.Select(static row => row.IsLocked).Distinct().ToList() is [var single] ? single : new ValueOrFailure<bool?>(null),
            Status = rows.Select(static row => row.Status).Aggregate(HoldingStatuses.Combine),
            ValueUsd = NullableDecimalMath.SumOfParts(held.Select(static row => row.ValueUsd)),
            Underlying = Sum(held.SelectMany(static row => row.Underlying)),
            Rewards = Sum(rows.SelectMany(static row => row.Rewards)),
            ProfitAndLoss = first.ProfitAndLoss with { Value = rows.Select(static row => row.ProfitAndLoss.Value).Aggregate(Gains.Sum) },
            Economics = first.Economics with { Value = rows.Select(static row => row.Economics.Value).Aggregate(Sum) },
        };
    }

    /// <summary>Adds the performance figures of two instances of the same position.</summary>
    public static Position AddPerformance(Position a, Position b) => a with
    {
        ProfitAndLoss = Gains.Sum(a.ProfitAndLoss.Value, b.ProfitAndLoss.Value),
        Economics = Sum(a.Economics.Value, b.Economics.Value),
    };

    private static PositionEconomics? Sum(PositionEconomics? a, PositionEconomics? b) =>
        a is null ? b : b is null ? a : new PositionEconomics(
            null,
            null,
            Sum(a.RewardsUsd, b.RewardsUsd),
            SumOrNull(a.Rewards, b.Rewards),
            SumOrNull(a.ClaimedFees, b.ClaimedFees),
            Sum(a.ClaimedFeesUsd, b.ClaimedFeesUsd),
            SumOrNull(a.UnclaimedFees, b.UnclaimedFees),
            Sum(a.UnclaimedFeesUsd, b.UnclaimedFeesUsd),
            SumOrNull(a.ImpermanentLoss, b.ImpermanentLoss),
            Sum(a.ImpermanentLossUsd, b.ImpermanentLossUsd));

    private static IReadOnlyList<TokenAmount>? SumOrNull(IReadOnlyList<TokenAmount>? a, IReadOnlyList<TokenAmount>? b) =>
        a is null ? b : b is null ? a : Sum(a.Concat(b));

    private static IReadOnlyList<TokenAmount> Sum(IEnumerable<TokenAmount> amounts) => [.. amounts.GroupBy(static amount => amount.Token.Key).Select(static group => Sum([.. group]))];

    private static TokenAmount Sum(IReadOnlyList<TokenAmount> group) => group is [var only] ? only : group[0] with
    {
        Amount = group.Select(static part => part.Amount).Aggregate(static (sum, amount) => sum + amount),
        PriceUsd = NullableDecimalMath.CommonPrice(group.Select(static part => part.PriceUsd)),
        ValueUsd = NullableDecimalMath.SumOfParts(group.Select(static part => part.ValueUsd)),
    };

    private static decimal? Sum(decimal? a, decimal? b) => new[] { a, b }.SumOfKnown();
}

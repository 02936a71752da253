namespace PortfolioGraph.Core;

/// <summary>
/// Makes one position of rows that differ in their owner only: the data source has one row for each owner or one for all, and several wallets taken as one hold a
/// position once. Sums where sums make sense; rates and days held have none. The return is that of what came in for all of them. What a closed row still holds counts
/// nowhere, its gain does.
/// </summary>
internal static class PositionMerge
{
    /// <summary>One position of several rows, whatever their order.</summary>
    /// <param name="rows">At least one.</param>
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
            Status = rows.Select(static row => row.Status).Aggregate(HoldingStatuses.With),
            ValueUsd = NullableDecimalMath.SumOfParts(held.Select(static row => row.ValueUsd)),
            Underlying = Sum(held.SelectMany(static row => row.Underlying)),
            Rewards = Sum(rows.SelectMany(static row => row.Rewards)),
            ProfitAndLoss = first.ProfitAndLoss with { Value = rows.Select(static row => row.ProfitAndLoss.Value).Aggregate(Gains.Sum) },
            Economics = first.Economics with { Value = rows.Select(static row => row.Economics.Value).Aggregate(Sum) },
        };
    }

    /// <summary>One position of two that differ in how they have done only: the same is held, and both figures are a part of what it has done.</summary>
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

    private static IReadOnlyList<TokenAmount> Sum(IEnumerable<TokenAmount> amounts) => [.. amounts.GroupBy(static amount => amount.Token.Key).Select(static same => Sum([.. same]))];

    private static TokenAmount Sum(IReadOnlyList<TokenAmount> same) => same is [var only] ? only : same[0] with
    {
        Amount = same.Select(static part => part.Amount).Aggregate(static (sum, amount) => sum + amount),
        PriceUsd = NullableDecimalMath.PriceOfAll(same.Select(static part => part.PriceUsd)),
        ValueUsd = NullableDecimalMath.SumOfParts(same.Select(static part => part.ValueUsd)),
    };

    private static decimal? Sum(decimal? a, decimal? b) => new[] { a, b }.SumOfKnown();
}

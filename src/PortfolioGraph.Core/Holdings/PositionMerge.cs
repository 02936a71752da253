namespace PortfolioGraph.Core;

/// <summary>
/// Makes one position of two that differ in their owner only: the data source has one row for each owner or one for all, and several wallets taken as one hold a
/// position once. Sums where sums make sense; rates and days held have none. The return is that of what came in for all of them.
/// </summary>
internal static class PositionMerge
{
    public static Position Merge(Position a, Position b) => a with
    {
        Owners = a.Owners is null && b.Owners is null ? null : [.. (a.Owners ?? []).Concat(b.Owners ?? []).Distinct().Order()],
        IsLocked = a.IsLocked.Value == b.IsLocked.Value ? a.IsLocked : new Part<bool?>(null),
        Status = a.Status.With(b.Status),
        ValueUsd = Money.SumOfParts(a.ValueUsd, b.ValueUsd),
        Underlying = Sum(a.Underlying, b.Underlying),
        Rewards = Sum(a.Rewards, b.Rewards),
        ProfitAndLoss = a.ProfitAndLoss with { Value = Gains.Sum(a.ProfitAndLoss.Value, b.ProfitAndLoss.Value) },
        Economics = a.Economics with { Value = Sum(a.Economics.Value, b.Economics.Value) },
    };

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
        a is null ? b : b is null ? a : Sum(a, b);

    private static IReadOnlyList<TokenAmount> Sum(IReadOnlyList<TokenAmount> a, IReadOnlyList<TokenAmount> b) =>
    [
        .. a.Concat(b).GroupBy(static amount => amount.Token.Key).Select(static same => same.Aggregate(static (x, y) => x with
        {
            Amount = x.Amount + y.Amount,
            PriceUsd = x.PriceUsd ?? y.PriceUsd,
            ValueUsd = Money.SumOfParts(x.ValueUsd, y.ValueUsd),
        })),
    ];

    private static decimal? Sum(decimal? a, decimal? b) => new[] { a, b }.SumOfKnown();
}

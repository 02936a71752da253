namespace PortfolioGraph.Core;

/// <summary>
/// Makes one position of two that differ in their owner only: the data source has one row for each owner or one for all, and several wallets taken as one hold a
/// position once. Sums where sums make sense; rates, returns and days held have none.
/// </summary>
internal static class PositionMerge
{
    public static Position Merge(Position a, Position b) => a with
    {
        Owners = a.Owners is null && b.Owners is null ? null : [.. (a.Owners ?? []).Concat(b.Owners ?? []).Distinct().Order()],
        IsLocked = a.IsLocked.Value == b.IsLocked.Value ? a.IsLocked : new Part<bool?>(null),
        Status = a.Status == b.Status ? a.Status : HoldingStatus.Open,
        ValueUsd = Sum(a.ValueUsd, b.ValueUsd),
        Underlying = Sum(a.Underlying, b.Underlying),
        Rewards = Sum(a.Rewards, b.Rewards),
        ProfitAndLoss = a.ProfitAndLoss with { Value = Sum(a.ProfitAndLoss.Value, b.ProfitAndLoss.Value) },
        Economics = a.Economics with { Value = Sum(a.Economics.Value, b.Economics.Value) },
    };

    private static ProfitAndLoss? Sum(ProfitAndLoss? a, ProfitAndLoss? b) =>
        a is null ? b : b is null ? a : a with { AbsoluteUsd = Sum(a.AbsoluteUsd, b.AbsoluteUsd), Roi = null };

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
            ValueUsd = Sum(x.ValueUsd, y.ValueUsd),
        })),
    ];

    private static decimal? Sum(decimal? a, decimal? b) => new[] { a, b }.SumOfKnown();
}

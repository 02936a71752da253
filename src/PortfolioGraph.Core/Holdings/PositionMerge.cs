namespace PortfolioGraph.Core;

/// <summary>
/// Makes one position of two that differ in their owner only: the data source has one row for each owner or one for all, and several wallets taken as one hold a
/// position once. Sums where sums make sense; rates and days held have none. The return is that of what came in for all of them.
/// </summary>
internal static class PositionMerge
{
    // What came in is reckoned from rounded figures: more digits would be invented.
    private const int ReturnDigits = 8;

    // A gain beyond the one over a return below the other would leave the range of decimals; a smaller return is all rounding anyway.
    private const decimal MostUsd = 1e15m;
    private const decimal LeastReturn = 1e-8m;
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
        a is null ? b : b is null ? a : a with { AbsoluteUsd = Sum(a.AbsoluteUsd, b.AbsoluteUsd), Roi = Return(a, b) };

    // Returns cannot be added, but a gain and its return tell what came in, and those can. Where there is no gain, or the two contradict, nobody knows.
    private static decimal? Return(ProfitAndLoss a, ProfitAndLoss b) =>
        new[] { Inflow(a), Inflow(b) }.SumOfAll() is { } inflow and > 0 && new[] { a.AbsoluteUsd, b.AbsoluteUsd }.SumOfAll() is { } gain
            ? Math.Round(gain / inflow, ReturnDigits)
            : null;

    private static decimal? Inflow(ProfitAndLoss gain) =>
        gain is { AbsoluteUsd: { } usd, Roi: { } roi } && Math.Sign(usd) == Math.Sign(roi) && Math.Abs(usd) <= MostUsd && Math.Abs(roi) >= LeastReturn ? usd / roi : null;

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

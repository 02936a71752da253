namespace PortfolioGraph.Core;

/// <summary>Sums of holdings.</summary>
public static class HoldingSums
{
    /// <summary>Returns the sum of the known values in USD; debts count as negative, closed holdings do not count. 0 if no holding is open. Null if no open holding is priced.</summary>
    /// <param name="holdings">The holdings.</param>
    public static decimal? SumValueUsd(this IEnumerable<IHolding> holdings) => holdings.Where(IsOpen).Select(static holding => holding.ValueUsd).ToArray().SumOrZero();

    /// <summary>Returns the number of open holdings without a value. <see cref="SumValueUsd"/> does not include them.</summary>
    /// <param name="holdings">The holdings.</param>
    public static int CountUnpriced(this IEnumerable<IHolding> holdings) => holdings.Count(static holding => IsOpen(holding) && holding.ValueUsd is null);

    /// <summary>
    /// Returns the sum of the known gains, those of closed holdings included. Its return is null unless there is exactly one holding, because returns cannot be added.
    /// Null if no holding has a figure. Failed if the gain of any holding failed.
    /// </summary>
    /// <param name="holdings">The holdings.</param>
    public static ValueOrFailure<ProfitAndLoss?> SumProfitAndLoss(this IEnumerable<IHolding> holdings)
    {
        ValueOrFailure<ProfitAndLoss?>[] parts = [.. holdings.Select(static holding => holding.ProfitAndLoss)];
        if (parts is [var single])
            return single;
        if (parts.Select(static part => part.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return ValueOrFailure<ProfitAndLoss?>.Failed(failure);

        ProfitAndLoss[] known = [.. parts.Select(static part => part.Value).OfType<ProfitAndLoss>()];
        return known is [var first, ..]
            ? first with { AbsoluteUsd = known.Select(static gain => gain.AbsoluteUsd).SumOfKnown(), Roi = null, RoiFailure = null }
            : null;
    }

    private static bool IsOpen(IHolding holding) => holding.Status != HoldingStatus.Closed;
}

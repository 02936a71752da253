namespace PortfolioGraph.Core;

/// <summary>Positions by protocol, and what they add up to. Closed positions count nowhere.</summary>
public static class PositionSums
{
    /// <summary>The open positions of a scope by protocol: greatest value first, unpriced last, then by protocol.</summary>
    /// <param name="positions">The positions of the scope's owners.</param>
    /// <param name="scope">All chains, or one.</param>
    public static IReadOnlyList<ProtocolHoldings> ByProtocol(this PositionHoldings positions, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return
        [
            .. positions.In(scope, includeClosed: false)
                .GroupBy(static position => position.Protocol.ProtocolId)
                .Select(same => ToProtocol(scope, [.. same]))
                .OrderBy(static holdings => new Place(holdings.ValueUsd, holdings.Protocol.ProtocolId), Place.Order),
        ];
    }

    /// <summary>The sum of all debts in USD, positive; 0 without debts, null where none of them is priced.</summary>
    /// <param name="positions">The positions.</param>
    public static decimal? DebtsUsd(this PositionHoldings positions) =>
        SumOrZero([.. Open(positions).Where(static position => position.IsDebt).Select(static position => -position.ValueUsd)]);

    /// <summary>Rewards not claimed yet and trading fees not claimed yet, in USD; 0 without any. Failed where the economics of a position are.</summary>
    /// <param name="positions">The positions, economics included.</param>
    public static ValueOrFailure<decimal?> ClaimableUsd(this PositionHoldings positions)
    {
        var open = Open(positions);
        if (open.Select(static position => position.Economics.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return ValueOrFailure<decimal?>.Failed(failure);

        var rewards = open.SelectMany(static position => position.Rewards).Select(static reward => reward.ValueUsd);
        var fees = open.Select(static position => position.Economics.Value?.UnclaimedFeesUsd);
        return rewards.Concat(fees).SumOfKnown() ?? 0;
    }

    /// <summary>The value of positions that cannot be withdrawn now, in USD; 0 without any, null where none of them is priced. Failed where it is not known which they are.</summary>
    /// <param name="positions">The positions, locks included.</param>
    public static ValueOrFailure<decimal?> LockedUsd(this PositionHoldings positions)
    {
        var open = Open(positions);
        if (open.Select(static position => position.IsLocked.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return ValueOrFailure<decimal?>.Failed(failure);

        return SumOrZero([.. open.Where(static position => position.IsLocked.Value == true).Select(static position => position.ValueUsd)]);
    }

    private static Position[] Open(PositionHoldings positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return [.. positions.Items.Where(static position => position.Status != HoldingStatus.Closed)];
    }

    private static decimal? SumOrZero(IReadOnlyCollection<decimal?> values) => values.Count == 0 ? 0 : values.SumOfKnown();

    private static ProtocolHoldings ToProtocol(Scope scope, IReadOnlyList<Position> positions) => new(
        scope,
        positions[0].Protocol,
        positions.Select(static position => position.ValueUsd).SumOfKnown(),
        positions,
        Sum([.. positions.Select(static position => position.ProfitAndLoss)]));

    private static ValueOrFailure<ProfitAndLoss?> Sum(IReadOnlyList<ValueOrFailure<ProfitAndLoss?>> parts)
    {
        if (parts is [var single])
            return single;
        if (parts.Select(static part => part.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return ValueOrFailure<ProfitAndLoss?>.Failed(failure);

        return parts.Select(static part => part.Value).OfType<ProfitAndLoss>().ToList() switch
        {
            [] => null,
            [var first, .. var rest] => first with { AbsoluteUsd = rest.Prepend(first).Select(static gain => gain.AbsoluteUsd).SumOfKnown(), Roi = null },
        };
    }
}

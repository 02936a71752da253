namespace PortfolioGraph.Core;

/// <summary>Groups and sums of positions. Closed positions are excluded.</summary>
public static class PositionSums
{
    /// <summary>Groups open positions by protocol: highest value first, unpriced last, then by protocol id.</summary>
    /// <param name="positions">The open positions of the scope.</param>
    /// <param name="scope">The scope: all chains or one.</param>
    internal static IReadOnlyList<ProtocolHoldings> ByProtocol(this IReadOnlyList<Position> positions, Scope scope) =>
        HoldingOrder.InOrder(positions.GroupBy(static position => position.Protocol.ProtocolId).Select(group => ToProtocol(scope, [.. group])));

    /// <summary>Returns the sum of all debts in USD, as a positive number. 0 if there are no debts. Null if no debt is priced.</summary>
    /// <param name="positions">The positions of the scope's owners.</param>
    /// <param name="scope">The scope: all chains or one.</param>
    public static decimal? DebtsUsd(this PositionHoldings positions, Scope scope) =>
        OpenPositions(positions, scope).Where(static position => position.IsDebt).Select(static position => -position.ValueUsd).ToArray().SumOrZero();

    /// <summary>Returns unclaimed rewards plus unclaimed trading fees, in USD. 0 if there are none. Failed if the economics of any position failed.</summary>
    /// <param name="positions">The positions of the scope's owners, economics included.</param>
    /// <param name="scope">The scope: all chains or one.</param>
    public static ValueOrFailure<decimal?> ClaimableUsd(this PositionHoldings positions, Scope scope)
    {
        var open = OpenPositions(positions, scope);
        if (open.Select(static position => position.Economics.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return ValueOrFailure<decimal?>.Failed(failure);

        var rewards = open.SelectMany(static position => position.Rewards).Select(static reward => reward.ValueUsd);
        var fees = open.Select(static position => position.Economics.Value?.UnclaimedFeesUsd);
        return rewards.Concat(fees).SumOfKnown() ?? 0;
    }

    /// <summary>Returns the value of locked positions, in USD. 0 if there are none. Null if no locked position is priced. Failed if the locks of any position failed.</summary>
    /// <param name="positions">The positions of the scope's owners, locks included.</param>
    /// <param name="scope">The scope: all chains or one.</param>
    public static ValueOrFailure<decimal?> LockedUsd(this PositionHoldings positions, Scope scope)
    {
        var open = OpenPositions(positions, scope);
        if (open.Select(static position => position.IsLocked.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return ValueOrFailure<decimal?>.Failed(failure);

        return open.Where(static position => position.IsLocked.Value == true).Select(static position => position.ValueUsd).ToArray().SumOrZero();
    }

    private static IReadOnlyList<Position> OpenPositions(PositionHoldings positions, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(positions);
        // No copies with the scope of the result, because sums do not contain it.
        return [.. positions.Items.Where(position => scope.HasChain(position.Chain.ChainId) && position.Status != HoldingStatus.Closed)];
    }

    private static ProtocolHoldings ToProtocol(Scope scope, IReadOnlyList<Position> positions) => new(
        scope,
        positions[0].Protocol,
        positions.Select(static position => position.ValueUsd).SumOfKnown(),
        positions,
        positions.SumProfitAndLoss());
}

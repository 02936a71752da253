namespace PortfolioGraph.Core;

/// <summary>What of a value is assets, debts, claimable, locked or unexplained, reckoned from the tokens and positions behind it. Closed holdings count nowhere.</summary>
public static class BreakdownDetails
{
    private const decimal Cent = 0.01m;
    private const decimal Tolerance = 0.001m;

    /// <summary>The sum of all debts in USD, positive; 0 without debts, null where none of them is priced.</summary>
    /// <param name="positions">The positions of the scope's owners.</param>
    /// <param name="scope">All chains, or one.</param>
    public static decimal? DebtsUsd(PositionHoldings positions, Scope scope) =>
        SumOrZero([.. Open(positions, scope).Where(static position => position.IsDebt).Select(static position => -position.ValueUsd)]);

    /// <summary>The value before debts in USD: the whole value plus <see cref="DebtsUsd"/>; null where one of them is unknown.</summary>
    /// <param name="totalUsd">The scope's whole value, assets minus debts.</param>
    /// <param name="positions">The positions of the scope's owners.</param>
    /// <param name="scope">All chains, or one.</param>
    public static decimal? AssetsUsd(decimal? totalUsd, PositionHoldings positions, Scope scope) =>
        new[] { totalUsd, DebtsUsd(positions, scope) }.SumOfAll();

    /// <summary>Rewards not claimed yet and trading fees not claimed yet, in USD; 0 without any. Failed where the economics of a position are.</summary>
    /// <param name="positions">The positions of the scope's owners, economics included.</param>
    /// <param name="scope">All chains, or one.</param>
    public static Part<decimal?> ClaimableUsd(PositionHoldings positions, Scope scope)
    {
        var open = Open(positions, scope);
        if (open.Select(static position => position.Economics.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return Part<decimal?>.Failed(failure);

        var rewards = open.SelectMany(static position => position.Rewards).Select(static reward => reward.ValueUsd);
        var fees = open.Select(static position => position.Economics.Value?.UnclaimedFeesUsd);
        return rewards.Concat(fees).SumOfKnown() ?? 0;
    }

    /// <summary>The value of positions that cannot be withdrawn now, in USD; 0 without any, null where none of them is priced. Failed where it is not known which they are.</summary>
    /// <param name="positions">The positions of the scope's owners, locks included.</param>
    /// <param name="scope">All chains, or one.</param>
    public static Part<decimal?> LockedUsd(PositionHoldings positions, Scope scope)
    {
        var open = Open(positions, scope);
        if (open.Select(static position => position.IsLocked.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return Part<decimal?>.Failed(failure);

        return SumOrZero([.. open.Where(static position => position.IsLocked.Value == true).Select(static position => position.ValueUsd)]);
    }

    /// <summary>
    /// What of the whole value in USD no token and no position accounts for, positive or negative; 0 within a cent or 0.1 % of the whole, null where it is out of range.
    /// </summary>
    /// <param name="totalUsd">The scope's whole value, assets minus debts; null gives null.</param>
    /// <param name="tokens">The tokens of the scope's owners.</param>
    /// <param name="positions">The positions of the scope's owners.</param>
    /// <param name="scope">All chains, or one.</param>
    public static decimal? UnexplainedUsd(decimal? totalUsd, TokenHoldings tokens, PositionHoldings positions, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var known = tokens.In(scope, includeClosed: false).Select(static token => token.ValueUsd).Concat(Open(positions, scope).Select(static position => position.ValueUsd)).ToList();
        var explained = SumOrZero([.. known.OfType<decimal>().Select(static value => (decimal?)value)]);
        if (new[] { totalUsd, -explained }.SumOfAll() is not { } rest)
            return null;

        var tolerance = Math.Max(Cent, Math.Abs(totalUsd!.Value) * Tolerance);
        return Math.Abs(rest) <= tolerance ? 0 : rest;
    }

    private static IReadOnlyList<Position> Open(PositionHoldings positions, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return positions.In(scope, includeClosed: false);
    }

    private static decimal? SumOrZero(IReadOnlyCollection<decimal?> values) => values.Count == 0 ? 0 : values.SumOfKnown();
}

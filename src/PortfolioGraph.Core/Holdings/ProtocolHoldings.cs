namespace PortfolioGraph.Core;

/// <summary>All positions of a wallet, portfolio or chain slice in one protocol.</summary>
/// <param name="Scope">Whose positions, and the chain slice they were asked in.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="ValueUsd">Sum of the positions' values in USD, debts negative; null where no position is priced.</param>
/// <param name="Positions">The open positions, greatest value first, unpriced last.</param>
/// <param name="ProfitAndLoss">Gain or loss over the whole life of the positions: the sum of theirs. Its return is null unless there is one position only, since returns cannot be added.</param>
public sealed record ProtocolHoldings(
    Scope Scope,
    Protocol Protocol,
    decimal? ValueUsd,
    IReadOnlyList<Position> Positions,
    Part<ProfitAndLoss?> ProfitAndLoss)
{
    /// <summary>The open positions of a scope by protocol: greatest value first, unpriced last, then by protocol.</summary>
    /// <param name="positions">The positions of the scope's owners.</param>
    /// <param name="scope">All chains, or one.</param>
    public static IReadOnlyList<ProtocolHoldings> Of(PositionHoldings positions, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(positions);
        return
        [
            .. positions.In(scope, includeClosed: false)
                .GroupBy(static position => position.Protocol.ProtocolId)
                .Select(same => Of(scope, [.. same]))
                .OrderBy(static holdings => holdings.ValueUsd is null)
                .ThenByDescending(static holdings => holdings.ValueUsd)
                .ThenBy(static holdings => holdings.Protocol.ProtocolId, StringComparer.Ordinal),
        ];
    }

    private static ProtocolHoldings Of(Scope scope, IReadOnlyList<Position> positions) => new(
        scope,
        positions[0].Protocol,
        positions.Select(static position => position.ValueUsd).SumOfKnown(),
        positions,
        Sum([.. positions.Select(static position => position.ProfitAndLoss)]));

    private static Part<ProfitAndLoss?> Sum(IReadOnlyList<Part<ProfitAndLoss?>> parts)
    {
        if (parts is [var single])
            return single;
        if (parts.Select(static part => part.Failure).FirstOrDefault(static failure => failure is not null) is { } failure)
            return Part<ProfitAndLoss?>.Failed(failure);

        return parts.Select(static part => part.Value).OfType<ProfitAndLoss>().ToList() switch
        {
            [] => null,
            [var first, .. var rest] => first with { AbsoluteUsd = rest.Prepend(first).Select(static gain => gain.AbsoluteUsd).SumOfKnown(), Roi = null },
        };
    }
}

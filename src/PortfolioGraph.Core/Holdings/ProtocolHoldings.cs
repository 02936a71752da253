namespace PortfolioGraph.Core;

/// <summary>The positions in one protocol, of a wallet or portfolio, on all chains or on one.</summary>
/// <param name="Scope">The owners of the positions, and the requested chain.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="ValueUsd">The total value of the positions in USD; debts count as negative. Null if no position is priced.</param>
/// <param name="Positions">The open positions, highest value first, unpriced last.</param>
/// <param name="ProfitAndLoss">The sum of the gains or losses over the lifetimes of the positions. The return is null if there are several positions, because returns cannot be added.</param>
public sealed record ProtocolHoldings(
    Scope Scope,
    Protocol Protocol,
    decimal? ValueUsd,
    IReadOnlyList<Position> Positions,
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss) : IHolding, IHasSortPosition
{
    /// <summary>The share of the value of the scope, for filters and sort keys. Null if unknown or not requested. Not a field of the schema, whose share is loaded on request.</summary>
    public decimal? QueriedShare { get; init; }

    static string IHasSortPosition.ListName => "protocols";

    HoldingStatus IHolding.Status => HoldingStatus.Open;

    SortPosition IHasSortPosition.SortPosition => new(ValueUsd, Protocol.ProtocolId);
}

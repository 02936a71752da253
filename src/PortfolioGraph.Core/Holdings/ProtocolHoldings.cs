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
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss);

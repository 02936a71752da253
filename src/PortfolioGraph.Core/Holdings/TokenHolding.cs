namespace PortfolioGraph.Core;

/// <summary>One token held by a wallet or portfolio on one chain.</summary>
/// <param name="Scope">Whose holding, and the chain slice it was asked in.</param>
/// <param name="Token">The token.</param>
/// <param name="Amount">The amount in whole tokens, digit for digit as the data source gave it, positive for a debt too; null where only a value is known.</param>
/// <param name="PriceUsd">USD for one token; null where the token is unpriced, its price is below 1e-28, or its rows disagree.</param>
/// <param name="ValueUsd">Amount times price in USD, negative for a debt; null where the token is unpriced.</param>
/// <param name="Status">Whether it is still held.</param>
/// <param name="Range">The time over which profit and loss looks back; null where it was loaded without, as for a moment of the past.</param>
/// <param name="ProfitAndLoss">Gain or loss over the range; null where the data source gives none, as for new and unpriced tokens.</param>
public sealed record TokenHolding(
    Scope Scope,
    Token Token,
    BigDecimal? Amount,
    decimal? PriceUsd,
    decimal? ValueUsd,
    HoldingStatus Status,
    TimeRange? Range,
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss) : IPlaced
{
    /// <summary>Whether it is owed, not owned: the data source marks it so, or gives it an amount or a value below zero. Its value is then negative.</summary>
    public bool IsDebt { get; init; }

    /// <summary>The holding's id within its type: everything its values depend on (scope, chain, contract, range, debt).</summary>
    public string Key => $"{Scope}|{Token.Key}|{Range}{DebtMark}";

    private string DebtMark => IsDebt ? "|debt" : "";

    static string IPlaced.ListName => "tokens";

    Place IPlaced.Place => new(ValueUsd, Token.Key + DebtMark);
}

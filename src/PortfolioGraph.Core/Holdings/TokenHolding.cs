namespace PortfolioGraph.Core;

/// <summary>One token held by a wallet or portfolio on one chain.</summary>
/// <param name="Scope">The owners of the holding, and the requested chain.</param>
/// <param name="Token">The token.</param>
/// <param name="Amount">The amount in whole tokens, exactly as the data source returned it. Positive, even for a debt. Null if only a value is known.</param>
/// <param name="PriceUsd">The price of one token in USD. Null if the token is unpriced, the price is below 1e-28, or the data source returns several prices.</param>
/// <param name="ValueUsd">The value in USD: amount times price, negative for a debt. Null if the token is unpriced.</param>
/// <param name="Status">Open or closed; unknown if the data source does not report it.</param>
/// <param name="Range">The period of profit and loss. Null if loaded without profit and loss, for example for past holdings.</param>
/// <param name="ProfitAndLoss">Gain or loss over the range. Null if not available, for example for new or unpriced tokens.</param>
public sealed record TokenHolding(
    Scope Scope,
    Token Token,
    BigDecimal? Amount,
    decimal? PriceUsd,
    decimal? ValueUsd,
    HoldingStatus Status,
    TimeRange? Range,
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss) : IHolding, IHasSortPosition
{
    /// <summary>Whether the holding is a debt: the data source marks it as a debt, or returns a negative amount or value. The value of a debt is negative.</summary>
    public bool IsDebt { get; init; }

    /// <summary>The share of the value of the scope, for filters and sort keys. Null if unknown or not requested. Not a field of the schema, whose share is loaded on request.</summary>
    public decimal? QueriedShare { get; init; }

    /// <summary>The unique key of the holding: scope, chain, contract, range, debt.</summary>
    public string Key => $"{Scope}|{Token.Key}|{Range}{DebtMark}";

    private string DebtMark => IsDebt ? "|debt" : "";

    static string IHasSortPosition.ListName => "tokens";

    SortPosition IHasSortPosition.SortPosition => new(ValueUsd, Token.Key + DebtMark);
}

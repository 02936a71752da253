namespace PortfolioGraph.Core;

/// <summary>What a watched portfolio is worth: told once at the beginning, then whenever the value has really changed.</summary>
/// <param name="Portfolio">The portfolio; what is selected below it is loaded for this event.</param>
/// <param name="ValueUsd">The whole value in USD, assets minus debts. Null where unknown, which only the first event can tell.</param>
/// <param name="PreviousValueUsd">The value that this subscription was told last, in USD. Null in the first event, and where it was unknown.</param>
/// <param name="ChangeUsd">The value less the previous one, in USD: negative for a loss. Null where either is.</param>
/// <param name="Time">The moment the value was true for the data source.</param>
public sealed record PortfolioChange(Portfolio Portfolio, decimal? ValueUsd, decimal? PreviousValueUsd, decimal? ChangeUsd, DateTimeOffset Time);

namespace PortfolioGraph.Core;

/// <summary>The value of a watched portfolio: the current value first, then every change.</summary>
/// <param name="Portfolio">The portfolio. Fields selected below it are loaded for this event.</param>
/// <param name="ValueUsd">The total value in USD, assets minus debts. Null if unknown, which is only possible in the first event.</param>
/// <param name="PreviousValueUsd">The value of the previous event of this subscription, in USD. Null in the first event, or if that value was unknown.</param>
/// <param name="ChangeUsd">The value minus the previous value, in USD; negative for a loss. Null if either value is null.</param>
/// <param name="Time">The time at which the value was correct according to the data source.</param>
public sealed record PortfolioChange(Portfolio Portfolio, decimal? ValueUsd, decimal? PreviousValueUsd, decimal? ChangeUsd, DateTimeOffset Time);

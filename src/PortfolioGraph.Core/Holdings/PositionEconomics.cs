namespace PortfolioGraph.Core;

/// <summary>What a position earned and cost over its whole life. Every member is null where the data source gives none.</summary>
/// <param name="WeightedApr">Yearly rate weighted by the value held, as a fraction: 0.04 is 4 % a year.</param>
/// <param name="HoldingTimeDays">Days held.</param>
/// <param name="RewardsUsd">Rewards earned, in USD.</param>
/// <param name="Rewards">Rewards earned, by token.</param>
/// <param name="ClaimedFees">Trading fees already claimed, by token.</param>
/// <param name="ClaimedFeesUsd">Trading fees already claimed, in USD.</param>
/// <param name="UnclaimedFees">Trading fees not claimed yet, by token.</param>
/// <param name="UnclaimedFeesUsd">Trading fees not claimed yet, in USD.</param>
/// <param name="ImpermanentLoss">Difference to having held the tokens, by token; may be negative.</param>
/// <param name="ImpermanentLossUsd">Difference to having held the tokens, in USD.</param>
public sealed record PositionEconomics(
    decimal? WeightedApr,
    int? HoldingTimeDays,
    decimal? RewardsUsd,
    IReadOnlyList<TokenAmount>? Rewards,
    IReadOnlyList<TokenAmount>? ClaimedFees,
    decimal? ClaimedFeesUsd,
    IReadOnlyList<TokenAmount>? UnclaimedFees,
    decimal? UnclaimedFeesUsd,
    IReadOnlyList<TokenAmount>? ImpermanentLoss,
    decimal? ImpermanentLossUsd);

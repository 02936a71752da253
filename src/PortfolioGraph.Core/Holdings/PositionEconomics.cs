namespace PortfolioGraph.Core;

/// <summary>Earnings and costs over the lifetime of a position. A field is null if it is not available.</summary>
/// <param name="WeightedApr">Annual percentage rate, weighted by the value held, as a fraction: 0.04 is 4 % per year.</param>
/// <param name="HoldingTimeDays">Holding time in days.</param>
/// <param name="RewardsUsd">Rewards earned, in USD.</param>
/// <param name="Rewards">Rewards earned, by token.</param>
/// <param name="ClaimedFees">Claimed trading fees, by token.</param>
/// <param name="ClaimedFeesUsd">Claimed trading fees, in USD.</param>
/// <param name="UnclaimedFees">Unclaimed trading fees, by token.</param>
/// <param name="UnclaimedFeesUsd">Unclaimed trading fees, in USD.</param>
/// <param name="ImpermanentLoss">Impermanent loss, by token: the difference from simply holding the tokens. Amounts may be negative.</param>
/// <param name="ImpermanentLossUsd">Impermanent loss, in USD: the difference from simply holding the tokens.</param>
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

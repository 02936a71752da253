namespace PortfolioGraph.Core;

/// <summary>An amount of one token inside a position.</summary>
/// <param name="Token">The token.</param>
/// <param name="Amount">The amount in whole tokens (already divided by the decimals), digit for digit as the data source gave it. Positive for debts too; an impermanent loss may be negative.</param>
/// <param name="PriceUsd">USD for one token; null where the token is unpriced, or its price is below 1e-28.</param>
/// <param name="ValueUsd">Amount times price in USD; null where the token is unpriced.</param>
public sealed record TokenAmount(Token Token, BigDecimal Amount, decimal? PriceUsd, decimal? ValueUsd);

namespace PortfolioGraph.Core;

/// <summary>A token on one chain: a token contract or the native token of the chain.</summary>
/// <param name="ChainId">The chain id.</param>
/// <param name="Address">The contract address. The native token is <c>0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE</c>.</param>
/// <param name="Symbol">The ticker symbol. Null if the token has none. Set by the token's author; do not rely on it.</param>
/// <param name="Name">The display name. Null if the token has none. Set by the token's author; do not rely on it.</param>
/// <param name="Decimals">The number of decimals, for display only: amounts are already in whole tokens. Null if unknown.</param>
public sealed record Token(int ChainId, Address Address, string? Symbol, string? Name, ValueOrFailure<int?> Decimals)
{
    /// <summary>Whether this is the native token of the chain.</summary>
    public bool IsNative => Address == Address.Native;

    /// <summary>The unique key of the token: chain and contract.</summary>
    public string Key => string.Create(null, $"{ChainId}:{Address.Value}");
}

/// <summary>An amount of one token in a position.</summary>
/// <param name="Token">The token.</param>
/// <param name="Amount">The amount in whole tokens (already divided by the decimals), exactly as the data source returned it. Positive, even for debts; an impermanent loss may be negative.</param>
/// <param name="PriceUsd">The price of one token in USD. Null if the token is unpriced or the price is below 1e-28.</param>
/// <param name="ValueUsd">The value in USD: amount times price. Null if the token is unpriced.</param>
public sealed record TokenAmount(Token Token, BigDecimal Amount, decimal? PriceUsd, decimal? ValueUsd);

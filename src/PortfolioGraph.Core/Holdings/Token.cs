namespace PortfolioGraph.Core;

/// <summary>A token on one chain: a contract, or the chain's own coin.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Address">The contract; the chain's own coin is <c>0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE</c>.</param>
/// <param name="Symbol">The ticker symbol; null where the token has none. It is set by the token's author and proves nothing.</param>
/// <param name="Name">The readable name; null where the token has none. It is set by the token's author and proves nothing.</param>
/// <param name="Decimals">The number of decimals of the smallest unit, for display only: amounts are already divided; null where unknown.</param>
public sealed record Token(int ChainId, Address Address, string? Symbol, string? Name, ValueOrFailure<int?> Decimals)
{
    /// <summary>Whether this is the chain's own coin.</summary>
    public bool IsNative => Address == Address.Native;

    /// <summary>The token's id within its type: chain and contract.</summary>
    public string Key => string.Create(null, $"{ChainId}:{Address.Value}");
}

/// <summary>An amount of one token inside a position.</summary>
/// <param name="Token">The token.</param>
/// <param name="Amount">The amount in whole tokens (already divided by the decimals), digit for digit as the data source gave it. Positive for debts too; an impermanent loss may be negative.</param>
/// <param name="PriceUsd">USD for one token; null where the token is unpriced, or its price is below 1e-28.</param>
/// <param name="ValueUsd">Amount times price in USD; null where the token is unpriced.</param>
public sealed record TokenAmount(Token Token, BigDecimal Amount, decimal? PriceUsd, decimal? ValueUsd);

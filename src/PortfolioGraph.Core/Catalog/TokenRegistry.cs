using System.Collections.Concurrent;

namespace PortfolioGraph.Core;

/// <summary>
/// The names of tokens that loaded holdings contained, because the upstream has no list of tokens. Only priced tokens are kept: worthless ones are countless, and their names are often
/// advertisements.
/// </summary>
internal sealed class TokenRegistry
{
    // About 20 MB at most. The upstream prices fewer tokens than this.
    private const int MaxTokens = 50_000;

    private readonly ConcurrentDictionary<(int ChainId, Address Address), Token> _tokens = [];

    /// <summary>Returns a token; null if no loaded holding has contained it.</summary>
    /// <param name="chainId">The chain id.</param>
    /// <param name="address">The contract address.</param>
    public Token? Find(int chainId, Address address) => _tokens.GetValueOrDefault((chainId, address));

    /// <summary>Adds the tokens of loaded holdings. A known token is replaced if the new one has decimals.</summary>
    /// <param name="holdings">The holdings.</param>
    public void Add(IEnumerable<TokenHolding> holdings)
    {
        foreach (var (token, priceUsd) in holdings.Select(static holding => (holding.Token, holding.PriceUsd)))
        {
            if (priceUsd is null)
                continue;
            var key = (token.ChainId, token.Address);
            if (_tokens.TryGetValue(key, out var known) ? known.Decimals.Value is null && token.Decimals.Value is not null : _tokens.Count < MaxTokens)
                _tokens[key] = token with { Decimals = token.Decimals.Value };
        }
    }
}

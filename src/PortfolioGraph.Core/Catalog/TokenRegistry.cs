using System.Collections.Concurrent;

namespace PortfolioGraph.Core;

/// <summary>
/// The names of tokens that loaded holdings contained, because the upstream has no list of tokens. Only priced tokens are kept: worthless ones are countless, and their names are often
/// advertisements. There are two generations. When the young one is full, it replaces the old one, so tokens that no holding has contained for long are forgotten.
/// </summary>
internal sealed class TokenRegistry
{
    // Both generations together take about 20 MB at most.
    private const int MaxTokensPerGeneration = 25_000;

    private readonly Lock _gate = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>Returns a token; null if it is not known.</summary>
    /// <param name="chainId">The chain id.</param>
    /// <param name="address">The contract address.</param>
    public Token? Find(int chainId, Address address) => _young.Tokens.GetValueOrDefault((chainId, address)) ?? _old.Tokens.GetValueOrDefault((chainId, address));

    /// <summary>Adds the tokens of loaded holdings. A known token is replaced if the new one has decimals.</summary>
    /// <param name="holdings">The holdings.</param>
    public void Add(IEnumerable<TokenHolding> holdings)
    {
        foreach (var holding in holdings.Where(static holding => holding.PriceUsd is not null))
            Add(holding.Token);
    }

    private void Add(Token token)
    {
        var young = _young;
        var key = (token.ChainId, token.Address);
        var known = young.Tokens.GetValueOrDefault(key);
        if (known is not null && (known.Decimals.Value is not null || token.Decimals.Value is null))
            return;
        young.Tokens[key] = token with { Decimals = token.Decimals.Value ?? Find(token.ChainId, token.Address)?.Decimals.Value };
        // Counted here, because the dictionary locks itself for its count.
        if (known is not null || Interlocked.Increment(ref young.Count) < MaxTokensPerGeneration)
            return;
        lock (_gate)
        {
            if (_young == young)
                (_old, _young) = (young, new Generation());
        }
    }

    private sealed class Generation
    {
        public int Count;

        public ConcurrentDictionary<(int ChainId, Address Address), Token> Tokens { get; } = [];
    }
}

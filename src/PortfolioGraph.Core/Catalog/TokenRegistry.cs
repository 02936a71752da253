using System.Collections.Concurrent;

namespace PortfolioGraph.Core;

/// <summary>
/// The names of tokens that loaded data contained, because the upstream has no list of tokens. There are two generations. When the young one is full, it replaces the old one, so tokens
/// that were not loaded for long are forgotten.
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

    /// <summary>
    /// Returns a token that a row states: the known one if it states exactly the same. Thousands of cached holdings then share the tokens that most wallets hold.
    /// </summary>
    /// <param name="chainId">The chain id.</param>
    /// <param name="address">The contract address.</param>
    /// <param name="symbol">The ticker symbol; null if the row states none.</param>
    /// <param name="name">The display name; null if the row states none.</param>
    /// <param name="decimals">The number of decimals; null if the row states none.</param>
    public Token Get(int chainId, Address address, string? symbol, string? name, int? decimals) =>
        Find(chainId, address) is { } known && known.Symbol == symbol && known.Name == name && known.Decimals.Value == decimals ? known : new Token(chainId, address, symbol, name, decimals);

    /// <summary>Adds loaded tokens. What a new one does not state is kept from the known one. A token without symbol, name and decimals is not added.</summary>
    /// <param name="tokens">The tokens.</param>
    public void Add(IEnumerable<Token> tokens)
    {
        foreach (var token in tokens)
        {
            if (token.Symbol is not null || token.Name is not null || token.Decimals.Value is not null)
                Add(token);
        }
    }

    private void Add(Token token)
    {
        var young = _young;
        var key = (token.ChainId, token.Address);
        var recent = young.Tokens.GetValueOrDefault(key);
        if (recent is not null && !Adds(token, recent))
            return;
        young.Tokens[key] = recent is null ? Complete(token, Find(token.ChainId, token.Address)) : Complete(recent, token);
        // Counted here, because the dictionary locks itself for its count.
        if (recent is not null || Interlocked.Increment(ref young.Count) < MaxTokensPerGeneration)
            return;
        lock (_gate)
        {
            if (_young == young)
                (_old, _young) = (young, new Generation());
        }
    }

    private static Token Complete(Token token, Token? other) =>
        other is null || !Adds(other, token) ? token : new(token.ChainId, token.Address, token.Symbol ?? other?.Symbol, token.Name ?? other?.Name, token.Decimals.Value ?? other?.Decimals.Value);

    // A known symbol or name stays as it is, so that rows that state them differently do not take turns.
    private static bool Adds(Token token, Token known) =>
        (known.Symbol is null && token.Symbol is not null) || (known.Name is null && token.Name is not null) || (known.Decimals.Value is null && token.Decimals.Value is not null);

    private sealed class Generation
    {
        public int Count;

        public ConcurrentDictionary<(int ChainId, Address Address), Token> Tokens { get; } = [];
    }
}

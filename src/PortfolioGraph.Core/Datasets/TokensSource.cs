namespace PortfolioGraph.Core;

/// <summary>Tokens, with decimals where they are wanted: loaded at the same time, kept apart, since one serves every range.</summary>
internal sealed class TokensSource(IDatasetSource<TokensKey, TokenHoldings> holdings, IDatasetSource<AddressSet, TokenSnapshot> snapshots, KnownChains chains)
    : IDatasetSource<TokensKey, TokenHoldings>
{
    public async Task<IReadOnlyDictionary<TokensKey, Fetched<TokenHoldings>>> LoadAsync(IReadOnlyList<TokensKey> keys, CancellationToken cancellationToken)
    {
        var loadHoldings = holdings.LoadAsync([.. keys.Select(Plain).Distinct()], cancellationToken);
        var loadSnapshots = snapshots.LoadAsync([.. keys.Where(static key => key.WithDecimals).Select(static key => key.Owners).Distinct()], cancellationToken);
        await Task.WhenAll(loadHoldings, loadSnapshots).ConfigureAwait(false);

        var plain = await loadHoldings.ConfigureAwait(false);
        var decimals = await loadSnapshots.ConfigureAwait(false);
        return keys.ToDictionary(static key => key, key => key.WithDecimals ? WithDecimals(plain[Plain(key)], decimals[key.Owners]) : plain[Plain(key)]);
    }

    private static TokensKey Plain(TokensKey key) => key with { WithDecimals = false };

    private Fetched<TokenHoldings> WithDecimals(Fetched<TokenHoldings> holdings, Fetched<TokenSnapshot> snapshot)
    {
        if (holdings.Value is not { } tokens)
            return holdings;

        var known = snapshot.Value?.Tokens.ToLookup(static row => row.Token.Key, static row => row.Token.Decimals.Value);
        return Fetched<TokenHoldings>.Of(new TokenHoldings([.. tokens.Items.Select(item => item with { Token = item.Token with { Decimals = DecimalsOf(item.Token) } })]), holdings.Source!);

        Part<int?> DecimalsOf(Token token)
        {
            var value = token.Decimals.Value ?? known?[token.Key].FirstOrDefault() ?? (token.IsNative ? chains.Get(token.ChainId).NativeToken?.Decimals.Value : null);
            return value is null && snapshot.Failure is { } failure ? Part<int?>.Failed(failure) : value;
        }
    }
}

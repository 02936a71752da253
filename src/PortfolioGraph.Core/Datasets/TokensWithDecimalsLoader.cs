namespace PortfolioGraph.Core;

/// <summary>
/// Loads tokens with all requested facets. Decimals together with profit and loss, or with closed tokens, are combined from two values. Both are loaded concurrently
/// and cached separately, because the value with the decimals covers every time range.
/// </summary>
internal sealed class TokensWithDecimalsLoader(IDatasetLoader<TokensKey, TokenHoldings> tokens, ChainRegistry chains) : IDatasetLoader<TokensKey, TokenHoldings>
{
    public async Task<IReadOnlyDictionary<TokensKey, LoadResult<TokenHoldings>>> LoadAsync(IReadOnlyList<TokensKey> keys, CancellationToken cancellationToken)
    {
        if (!keys.Any(static key => key.WithDecimals))
            return await tokens.LoadAsync(keys, cancellationToken).ConfigureAwait(false);

        var loaded = await tokens.LoadAsync([.. keys.SelectMany(static key => (TokensKey[])[RowsOf(key), DecimalsOf(key)]).Distinct()], cancellationToken).ConfigureAwait(false);
        return keys.ToDictionary(static key => key, key => key.WithDecimals ? WithDecimals(loaded[RowsOf(key)], loaded[DecimalsOf(key)]) : loaded[key]);
    }

    // A key with decimals can need two values, and the first must not be recorded if the second has to be loaded.
    public LoadResult<TokenHoldings>? FindCached(TokensKey key) => key.WithDecimals ? null : tokens.FindCached(key);

    private static TokensKey RowsOf(TokensKey key) => key is { Range: null, WithClosed: false } ? key : key with { WithDecimals = false };

    private static TokensKey DecimalsOf(TokensKey key) => key.WithDecimals ? new TokensKey(key.Owners, WithDecimals: true) : key;

    private LoadResult<TokenHoldings> WithDecimals(LoadResult<TokenHoldings> rows, LoadResult<TokenHoldings> decimals)
    {
        if (rows.Value is not { } holdings)
            return rows;

        var known = decimals.Value?.Items.ToLookup(static row => row.Token.Key, static row => row.Token.Decimals);
        return LoadResult<TokenHoldings>.Of(holdings with { Items = [.. holdings.Items.Select(item => item with { Token = item.Token with { Decimals = Find(item.Token) } })] }, rows.Source!);

        ValueOrFailure<int?> Find(Token token)
        {
            var other = known?[token.Key].FirstOrDefault() ?? default;
            var value = token.Decimals.Value ?? other.Value ?? (token.IsNative ? chains.Get(token.ChainId).NativeToken?.Decimals.Value : null);
            var failure = decimals.Failure ?? other.Failure ?? token.Decimals.Failure;
            return value is null && failure is not null ? ValueOrFailure<int?>.Failed(failure with { Dataset = Dataset.TokenDecimals }) : value;
        }
    }
}

namespace PortfolioGraph.Core;

/// <summary>A token at one point in time. The default is a token that was not held.</summary>
/// <param name="Amount">The amount; null if only a value is known.</param>
/// <param name="PriceUsd">The price; null if unknown.</param>
/// <param name="ValueUsd">The rounded value, negative for a debt; null if unknown.</param>
internal readonly record struct TokenMoment(BigDecimal? Amount, decimal? PriceUsd, decimal? ValueUsd)
{
    /// <summary>A token that was not held.</summary>
    public static TokenMoment None { get; } = new(default(BigDecimal), null, 0);
}

/// <summary>Compares tokens of two points in time.</summary>
internal static class TokenComparison
{
    /// <summary>Compares the open tokens of two times. Debts are compared separately from assets.</summary>
    public static IReadOnlyList<TokenChange> Compare(IReadOnlyList<TokenHolding> then, IReadOnlyList<TokenHolding> now, CurrentPrices prices)
    {
        var before = then.ToDictionary(static token => (token.Token.Key, token.IsDebt));
        var after = now.ToDictionary(static token => (token.Token.Key, token.IsDebt));
        return InOrder(before.Keys.Union(after.Keys).Select(key =>
        {
            var (old, current) = (before.GetValueOrDefault(key), after.GetValueOrDefault(key));
            return Compare(Merge(old?.Token, current?.Token), key.IsDebt, MomentOf(old), MomentOf(current), prices);
        }));
    }

    /// <summary>Compares one token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="isDebt">Whether it is owed.</param>
    /// <param name="then">The token then.</param>
    /// <param name="now">The token now.</param>
    /// <param name="prices">The prices of now.</param>
    public static TokenChange Compare(Token token, bool isDebt, TokenMoment then, TokenMoment now, CurrentPrices prices)
    {
        var priceNow = now.PriceUsd ?? prices.Find(token);
        ChangeEffects? effects = then.ValueUsd is { } thenUsd && now.ValueUsd is { } nowUsd && ValueAtPricesOfNow(isDebt, then, now, priceNow) is { } repriced
            ? new ChangeEffects(repriced - thenUsd, nowUsd - repriced)
            : null;
        return new TokenChange(token, isDebt, then.Amount, now.Amount, then.PriceUsd, priceNow, ValueChange.Of(then.ValueUsd, now.ValueUsd, effects));
    }

    /// <summary>Sorts changes of tokens: the biggest first, whatever its sign, then unknown changes, then by key.</summary>
    public static IReadOnlyList<TokenChange> InOrder(IEnumerable<TokenChange> changes) =>
        [.. changes.OrderBy(static change => PositionOf(change.Value, change.IsDebt ? $"{change.Token.Key}|debt" : change.Token.Key), SortPosition.Order)];

    /// <summary>Returns the sort position of a change.</summary>
    public static SortPosition PositionOf(ValueChange change, string key) => new(change.ChangeUsd is { } usd ? Math.Abs(usd) : null, key);

    /// <summary>Returns what is known of a token from both times.</summary>
    public static Token Merge(Token? then, Token? now) => (then, now) switch
    {
        ({ } old, { } current) => current with
        {
            Symbol = current.Symbol ?? old.Symbol,
            Name = current.Name ?? old.Name,
            Decimals = current.Decimals.Value is null && old.Decimals.Value is not null ? old.Decimals : current.Decimals,
        },
        _ => (now ?? then)!,
    };

    private static TokenMoment MomentOf(TokenHolding? token) => token is null ? TokenMoment.None : new TokenMoment(token.Amount, token.PriceUsd, ValueChange.Round(token.ValueUsd));

    // The first two cases avoid effects that are only rounding errors: a constant amount has no effect, and neither has a constant price. They also need one figure less.
    private static decimal? ValueAtPricesOfNow(bool isDebt, TokenMoment then, TokenMoment now, decimal? priceNow) =>
        then.Amount is { } amount && amount == now.Amount ? now.ValueUsd
        : then.PriceUsd is { } priceThen && priceThen == priceNow ? then.ValueUsd
        : then.Amount is { Sign: 0 } ? 0
        : ValueChange.Round((then.Amount * BigDecimal.Of(priceNow))?.ToDecimal()) is { } repriced ? (isDebt ? -repriced : repriced)
        : null;
}

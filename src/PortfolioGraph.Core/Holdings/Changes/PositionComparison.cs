namespace PortfolioGraph.Core;

/// <summary>Compares positions of two points in time.</summary>
internal static class PositionComparison
{
    // A rest below this fraction of the position's value comes from rounding.
    private const decimal RoundingTolerance = 0.000001m;

    /// <summary>Compares the open positions of two times.</summary>
    public static IReadOnlyList<PositionChange> Compare(IReadOnlyList<Position> then, IReadOnlyList<Position> now, CurrentPrices prices) =>
    [
        .. Match(then, now)
            .Select(pair => (Change: Compare(pair.Then, pair.Now, prices), (pair.Now ?? pair.Then)!.KeyInList))
            .OrderBy(static row => TokenComparison.PositionOf(row.Change.Value, row.KeyInList), SortPosition.Order)
            .Select(static row => row.Change),
    ];

    // The holdings of then and now may come from different API versions, which can name a position or its kind differently. Without both, a contract and token id are enough if
    // only one position of each time remains.
    private static List<(Position? Then, Position? Now)> Match(IReadOnlyList<Position> then, IReadOnlyList<Position> now)
    {
        var before = then.ToDictionary(static position => position.KeyInList);
        var after = now.ToDictionary(static position => position.KeyInList);
        List<(Position? Then, Position? Now)> pairs = [.. before.Where(old => after.ContainsKey(old.Key)).Select(old => (old.Value, after[old.Key]))];

        var oldRest = before.Where(old => !after.ContainsKey(old.Key)).ToLookup(static old => IdentityOf(old.Value), static old => old.Value);
        var newRest = after.Where(current => !before.ContainsKey(current.Key)).ToLookup(static current => IdentityOf(current.Value), static current => current.Value);
        foreach (var identity in oldRest.Select(static group => group.Key).Union(newRest.Select(static group => group.Key)))
        {
            Position[] olds = [.. oldRest[identity]], news = [.. newRest[identity]];
            if ((olds, news) is ([var old], [var current]))
                pairs.Add((old, current));
            else
                pairs.AddRange([.. olds.Select(static old => (old, default(Position))), .. news.Select(static current => (default(Position), current))]);
        }

        return pairs;
    }

    private static (int ChainId, string ProtocolId, Address Contract, System.Numerics.BigInteger? TokenId, bool IsDebt) IdentityOf(Position position) =>
        (position.Chain.ChainId, position.Protocol.ProtocolId, position.ContractAddress, position.TokenId, position.IsDebt);

    private static PositionChange Compare(Position? then, Position? now, CurrentPrices prices)
    {
        var position = (now ?? then)!;
        var underlying = CompareUnderlying(then?.Underlying ?? [], now?.Underlying ?? [], position.IsDebt, prices);
        var (thenUsd, nowUsd) = (then is null ? 0 : ValueChange.Round(then.ValueUsd), now is null ? 0 : ValueChange.Round(now.ValueUsd));
        return new PositionChange(
            position.Chain, position.Protocol, position.Kind, position.Name, position.ContractAddress, position.TokenId, position.IsDebt, underlying,
            ValueChange.Of(thenUsd, nowUsd, Split(then, now, nowUsd - thenUsd, Math.Max(Math.Abs(thenUsd ?? 0), Math.Abs(nowUsd ?? 0)), underlying)));
    }

    private static ChangeEffects? Split(Position? then, Position? now, decimal? change, decimal size, IReadOnlyList<TokenChange> underlying)
    {
        if (change is not { } changeUsd)
            return null;
        if (then is null)
            return new ChangeEffects(0, changeUsd);
        if (then.Underlying.Count == 0 || now is { Underlying.Count: 0 } || underlying.Any(static token => token.Value.PriceEffectUsd is null))
            return null;

        var sum = ChangeEffects.Sum(underlying.Select(static token => token.Value));
        var rest = changeUsd - sum.PriceUsd - sum.AmountUsd;
        return Math.Abs(rest) <= size * RoundingTolerance ? sum with { PriceUsd = sum.PriceUsd + rest } : sum;
    }

    private static IReadOnlyList<TokenChange> CompareUnderlying(IReadOnlyList<TokenAmount> then, IReadOnlyList<TokenAmount> now, bool isDebt, CurrentPrices prices)
    {
        var before = then.ToLookup(static amount => amount.Token.Key);
        var after = now.ToLookup(static amount => amount.Token.Key);
        return TokenComparison.InOrder(before.Select(static group => group.Key).Union(after.Select(static group => group.Key)).Select(key => TokenComparison.Compare(
            TokenComparison.Merge(before[key].FirstOrDefault()?.Token, after[key].FirstOrDefault()?.Token), isDebt, MomentOf([.. before[key]], isDebt), MomentOf([.. after[key]], isDebt), prices)));
    }

    private static TokenMoment MomentOf(IReadOnlyList<TokenAmount> parts, bool isDebt)
    {
        if (parts.Count == 0)
            return TokenMoment.None;

        var value = parts.Select(static part => part.Amount.Sign == 0 ? part.ValueUsd ?? 0 : part.ValueUsd).ToList().SumOfAll();
        return new TokenMoment(
            parts.Select(static part => part.Amount).Aggregate(static (sum, amount) => sum + amount),
            NullableDecimalMath.CommonPrice(parts.Select(static part => part.PriceUsd)),
            ValueChange.Round(isDebt ? -value : value));
    }
}

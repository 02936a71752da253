namespace PortfolioGraph.Core;

/// <summary>Compares the holdings of a past point in time with those of now. The result does not depend on the order of rows.</summary>
public static class HoldingsComparison
{
    /// <summary>Compares holdings. If a part of them failed, the parts of the result that depend on it have its failure.</summary>
    /// <param name="scope">The scope of the result: all chains or one.</param>
    /// <param name="then">The past holdings of the scope's owners, on all chains.</param>
    /// <param name="tokens">The tokens of now of the same owners, on all chains.</param>
    /// <param name="positions">The positions of now of the same owners, on all chains.</param>
    public static HoldingsChange Compare(Scope scope, PastHoldings then, LoadResult<TokenHoldings> tokens, LoadResult<PositionHoldings> positions)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(positions);

        var prices = new CurrentPrices(tokens.Value?.Items ?? [], positions.Value?.Items ?? []);
        IReadOnlyList<TokenHolding> tokensThen = [.. (then.Tokens.Value ?? []).Where(token => scope.HasChain(token.Token.ChainId))], tokensNow = tokens.Value?.InScope(scope, includeClosed: false) ?? [];
        IReadOnlyList<Position> positionsThen = [.. (then.Positions.Value ?? []).Where(position => scope.HasChain(position.Chain.ChainId))], positionsNow = positions.Value?.InScope(scope, includeClosed: false) ?? [];
        var tokenChanges = PartOf(then.Tokens.Failure ?? tokens.Failure, () => TokenComparison.Compare(tokensThen, tokensNow, prices));
        var positionChanges = PartOf(then.Positions.Failure ?? positions.Failure, () => PositionComparison.Compare(positionsThen, positionsNow, prices));
        var total = PartOf(tokenChanges.Failure ?? positionChanges.Failure, () => ValueChange.Of(
            SumOfHeld(tokensThen, positionsThen),
            SumOfHeld(tokensNow, positionsNow),
            ChangeEffects.Sum(tokenChanges.Value!.Select(static token => token.Value).Concat(positionChanges.Value!.Select(static position => position.Value)))));

        return new HoldingsChange(scope, then.Time, total, tokenChanges, positionChanges, Merge([then.Source, tokens.Source, positions.Source]));
    }

    private static ValueOrFailure<T?> PartOf<T>(LoadFailure? failure, Func<T> compare)
        where T : class => failure is not null ? ValueOrFailure<T?>.Failed(failure) : new(compare());

    // Null, not 0, if something was held and nothing of it was priced.
    private static decimal? SumOfHeld(IReadOnlyList<TokenHolding> tokens, IReadOnlyList<Position> positions) =>
        tokens.Select(static token => ValueChange.Round(token.ValueUsd)).Concat(positions.Select(static position => ValueChange.Round(position.ValueUsd))).ToArray().SumOrZero();

    private static Source Merge(IEnumerable<Source?> sources) =>
        sources.OfType<Source>().Aggregate(static (all, next) => new Source((DataSourceState)Math.Max((int)all.State, (int)next.State), next.AsOf < all.AsOf ? next.AsOf : all.AsOf)
        {
            SkippedRows = all.SkippedRows + next.SkippedRows,
        });
}

using FsCheck;
using FsCheck.Fluent;
using static PortfolioGraph.Core.Tests.Holdings.ComparedHoldings;

namespace PortfolioGraph.Core.Tests.Holdings;

/// <summary>The parts of a change add up exactly, whatever the rows are.</summary>
public sealed class HoldingsComparisonProperties
{
    // Prices and amounts whose products need rounding, are out of range, or are unknown.
    private static readonly decimal?[] Prices = [null, 1, 1.1m, 3, 0.333333333333333333m, 1234.5678901234567m, 0.0000000000123m, 9e13m, 1e20m];
    private static readonly string?[] Amounts = [null, "0", "1", "1.0", "2.5", "0.1234567890123456789", "1e-20", "9e30", "77.7"];
    private static readonly decimal?[] Values = [null, null, null, null, 5, 1e16m, 0.123456789012345m];

    private static readonly Gen<IReadOnlyList<TokenHolding>> Tokens =
        (from rows in (from symbol in Gen.Elements("a", "b", "c", "d")
                       from chain in Gen.Elements(1, 10)
                       from isDebt in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
                       from amount in Gen.Elements(Amounts)
                       from price in Gen.Elements(Prices)
                       from value in Gen.Elements(Values)
                       select Token(symbol, amount, price, chain, isDebt, isDebt ? -value : value)).ListOf()
         select rows.DistinctBy(token => (token.Token.Key, token.IsDebt)).ToList()).Select(IReadOnlyList<TokenHolding> (rows) => rows);

    private static readonly Gen<TokenAmount> Underlying =
        from symbol in Gen.Elements("a", "b", "x")
        from amount in Gen.Elements("0", "1", "2.5", "0.1234567890123456789")
        from price in Gen.Elements(Prices)
        select Amount(symbol, amount, price);

    private static readonly Gen<IReadOnlyList<Position>> Positions =
        (from rows in (from name in Gen.Elements("one", "two", "three")
                       from chain in Gen.Elements(1, 10)
                       from kind in Gen.Elements(PositionKind.Supply, PositionKind.Staking)
                       from isDebt in Gen.Elements(false, true)
                       from contract in Gen.Elements(1, 2)
                       from underlying in Underlying.ListOf()
                       from value in Gen.Elements(Values)
                       select Position(name, [.. underlying], chain, isDebt, isDebt ? -value : value, kind, contract)).ListOf()
         select rows.DistinctBy(position => position.KeyInList).ToList()).Select(IReadOnlyList<Position> (rows) => rows);

    private static readonly Arbitrary<Case> Cases =
        (from tokensThen in Tokens
         from tokensNow in Tokens
         from positionsThen in Positions
         from positionsNow in Positions
         select new Case(tokensThen, tokensNow, positionsThen, positionsNow)).ToArbitrary();

    [Fact]
    public void Compare_Should_AddUpExactly_When_RowsAreArbitrary() => Prop.ForAll(Cases, static holdings =>
    {
        var change = holdings.Compare();
        var rows = Rows(change);
        return rows.Concat(change.Positions.Value!.SelectMany(position => position.Underlying).Select(token => token.Value)).Append(change.Value.Value!).All(AddsUp)
            && rows.All(row => row.PriceEffectUsd is null == row.AmountEffectUsd is null && (row.ChangeUsd is null) == (row.UnexplainedUsd is null))
            && AddsUpTo(change.Value.Value!, rows);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_Should_HaveOneRowPerHolding_When_RowsAreArbitrary() => Prop.ForAll(Cases, static holdings =>
    {
        var change = holdings.Compare();
        var tokens = holdings.TokensThen.Concat(holdings.TokensNow).Select(token => (token.Token.Key, token.IsDebt)).ToHashSet();
        return change.Tokens.Value!.Count == tokens.Count
            && change.Tokens.Value!.All(token => tokens.Contains((token.Token.Key, token.IsDebt)))
            && change.Positions.Value!.Count <= holdings.PositionsThen.Count + holdings.PositionsNow.Count
            && change.UnpricedThenCount.Value == Rows(change).Count(row => row.ThenUsd is null)
            && change.UnsplitCount.Value == Rows(change).Count(row => row.PriceEffectUsd is null);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_Should_FindNoChange_When_NothingChanged() => Prop.ForAll(Cases, static holdings =>
    {
        var change = Compare(holdings.TokensThen, holdings.TokensThen, holdings.PositionsThen, holdings.PositionsThen);
        return Rows(change).Append(change.Value.Value!).All(static row => row is { ChangeUsd: null or 0, PriceEffectUsd: null or 0, AmountEffectUsd: null or 0, UnexplainedUsd: null or 0 });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_Should_NotDependOnTheOrder_When_RowsAreShuffled() => Prop.ForAll(Cases, static holdings =>
    {
        var reversed = Compare(Reverse(holdings.TokensThen), Reverse(holdings.TokensNow), ReversePositions(holdings.PositionsThen), ReversePositions(holdings.PositionsNow));
        return Describe(holdings.Compare()) == Describe(reversed);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_Should_ListTheBiggestFirst_When_RowsAreArbitrary() => Prop.ForAll(Cases, static holdings =>
    {
        var change = holdings.Compare();
        return IsSorted(change.Tokens.Value!.Select(static token => token.Value)) && IsSorted(change.Positions.Value!.Select(static position => position.Value));

        static bool IsSorted(IEnumerable<ValueChange> rows)
        {
            var sizes = rows.Select(static row => row.ChangeUsd is { } usd ? Math.Abs(usd) : -1).ToList();
            return sizes.SequenceEqual(sizes.OrderDescending());
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_Should_SplitByChain_When_ItIsOfEachChain() => Prop.ForAll(Cases, static holdings =>
    {
        var whole = Rows(holdings.Compare());
        var slices = new[] { 1, 10 }.SelectMany(chain => Rows(holdings.Compare(chain))).ToList();
        return whole.Select(static row => $"{row}").Order(StringComparer.Ordinal).SequenceEqual(slices.Select(static row => $"{row}").Order(StringComparer.Ordinal));
    }).QuickCheckThrowOnFailure();

    private static IReadOnlyList<ValueChange> Rows(HoldingsChange change) =>
        [.. change.Tokens.Value!.Select(static token => token.Value), .. change.Positions.Value!.Select(static position => position.Value)];

    private static bool AddsUp(ValueChange row) => row.ChangeUsd is not { } change
        ? row is { PriceEffectUsd: null, AmountEffectUsd: null, UnexplainedUsd: null }
        : change == row.NowUsd - row.ThenUsd && change == (row.PriceEffectUsd ?? 0) + (row.AmountEffectUsd ?? 0) + row.UnexplainedUsd;

    private static bool AddsUpTo(ValueChange total, IReadOnlyList<ValueChange> rows) => total.ChangeUsd is null
        || (total.ThenUsd == rows.Sum(static row => row.ThenUsd ?? 0)
            && total.NowUsd == rows.Sum(static row => row.NowUsd ?? 0)
            && total.PriceEffectUsd == rows.Sum(static row => row.PriceEffectUsd ?? 0)
            && total.AmountEffectUsd == rows.Sum(static row => row.AmountEffectUsd ?? 0)
            && total.UnexplainedUsd == rows.Sum(static row => row.UnexplainedUsd ?? ((row.NowUsd ?? 0) - (row.ThenUsd ?? 0))));

    private static IReadOnlyList<TokenHolding> Reverse(IReadOnlyList<TokenHolding> rows) => [.. rows.Reverse()];

    private static IReadOnlyList<Position> ReversePositions(IReadOnlyList<Position> rows) => [.. rows.Reverse().Select(row => row with { Underlying = [.. row.Underlying.Reverse()] })];

    /// <summary>The holdings of two times.</summary>
    private sealed record Case(IReadOnlyList<TokenHolding> TokensThen, IReadOnlyList<TokenHolding> TokensNow, IReadOnlyList<Position> PositionsThen, IReadOnlyList<Position> PositionsNow)
    {
        public HoldingsChange Compare(int? chainId = null) => ComparedHoldings.Compare(TokensThen, TokensNow, PositionsThen, PositionsNow, chainId);
    }
}

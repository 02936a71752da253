using PortfolioGraph.Core.Tests.Stubs;
using static PortfolioGraph.Core.Tests.Holdings.ComparedHoldings;

namespace PortfolioGraph.Core.Tests.Holdings;

/// <summary>The definition of the effects, by examples.</summary>
public sealed class HoldingsComparisonTests
{
    public static TheoryData<string, TokenHolding?, TokenHolding?, decimal?, decimal?> TokenCases => new()
    {
        { "price and amount", Token("a", "2", 100), Token("a", "3", 110), 20, 110 },
        { "price only", Token("a", "2", 100), Token("a", "2.00", 90), -20, 0 },
        { "price only, with a value that is not amount times price", Token("a", "2", 100), Token("a", "2", 90, valueUsd: 181), -19, 0 },
        { "amount only", Token("a", "2", 100), Token("a", "0.5", 100), 0, -150 },
        { "amount only, of unknown size", Token("a", null, 100, valueUsd: 200), Token("a", null, 100, valueUsd: 260), 0, 60 },
        { "new", null, Token("a", "3", 110), 0, 330 },
        { "new, without a price", null, Token("a", "3", null, valueUsd: 12), 0, 12 },
        { "gone, at an unknown price", Token("a", "2", 100), null, null, null },
        { "unpriced then", Token("a", "2", null), Token("a", "2", 100), null, null },
        { "unpriced now", Token("a", "2", 100), Token("a", "2", null), null, null },
        { "debt at a higher price", Token("a", "2", 100, isDebt: true), Token("a", "3", 110, isDebt: true), -20, -110 },
        { "new debt", null, Token("a", "3", 110, isDebt: true), 0, -330 },
        { "out of range", Token("a", "2", 1e20m), Token("a", "2", 100), null, null },
    };

    [Theory]
    [MemberData(nameof(TokenCases))]
    public void Compare_Should_SplitTheChangeOfAToken_When_ItsFiguresAreKnown(string name, TokenHolding? then, TokenHolding? now, decimal? priceEffect, decimal? amountEffect)
    {
        var change = Compare([.. new[] { then }.OfType<TokenHolding>()], [.. new[] { now }.OfType<TokenHolding>()]).Tokens.Value!.Single();

        (change.Value.PriceEffectUsd, change.Value.AmountEffectUsd).ShouldBe((priceEffect, amountEffect), name);
        change.IsDebt.ShouldBe((then ?? now)!.IsDebt);
        change.AmountThen.ShouldBe(then is null ? default(BigDecimal) : then.Amount);
        change.PriceThenUsd.ShouldBe(then?.PriceUsd);
    }

    [Fact]
    public void Compare_Should_UseThePriceOfOtherHoldings_When_ATokenIsGone()
    {
        var closed = Compare([Token("a", "2", 100)], [Token("a", "0", 130, status: HoldingStatus.Closed)]).Tokens.Value!.Single();
        var supplied = Compare([Token("a", "2", 100)], [], [], [Position("pool", [Amount("a", "2", 130)])]).Tokens.Value!.Single();
        var ambiguous = Compare([Token("a", "2", 100)], [], [], [Position("pool", [Amount("a", "2", 130)]), Position("vault", [Amount("a", "2", 131)])]).Tokens.Value!.Single();

        closed.Value.ShouldBe(new ValueChange(200, 0, -200, -1, 60, -260, 0));
        closed.AmountNow.ShouldBe(default(BigDecimal));
        supplied.Value.ShouldBe(closed.Value);
        supplied.PriceNowUsd.ShouldBe(130);
        ambiguous.Value.ShouldBe(new ValueChange(200, 0, -200, -1, null, null, -200));
    }

    [Fact]
    public void Compare_Should_KeepUnpricedRowsOutOfTheSplit_When_TotalsAreSummed()
    {
        var change = Compare(
            [Token("a", "2", 100), Token("b", "5", null), Token("c", "1", 10)],
            [Token("a", "3", 110), Token("b", "5", 7), Token("d", "9", null)]);

        change.Value.Value.ShouldBe(new ValueChange(210, 365, 155, Fraction.Of(155, 210), 20, 110, 25));
        (change.UnpricedThenCount.Value, change.UnpricedNowCount.Value, change.UnsplitCount.Value).ShouldBe((1, 1, 3));
        change.Tokens.Value!.Select(token => (token.Token.Symbol, token.Value.ChangeUsd)).ShouldBe([("a", 130m), ("c", -10m), ("b", null), ("d", null)]);
        change.Since.ShouldBe(Since);
        change.Source.ShouldBe(new Source(DataSourceState.Cached, Then.AsOf) { SkippedRows = 2 });
    }

    [Fact]
    public void Compare_Should_BeUnknown_When_NothingWasPriced()
    {
        var change = Compare([Token("a", "2", null)], [Token("a", "2", 100), Token("b", "2", 100)]).Value.Value!;
        var nothing = Compare([], []).Value.Value!;

        change.ShouldBe(new ValueChange(null, 400, null, null, null, null, null));
        nothing.ShouldBe(new ValueChange(0, 0, 0, null, 0, 0, 0));
    }

    public static TheoryData<string, Position?, Position?, ValueChange> PositionCases => new()
    {
        {
            "two tokens",
            Position("p", [Amount("a", "2", 100), Amount("b", "10", 1)]), Position("p", [Amount("a", "1", 110), Amount("b", "120", 1)]),
            new ValueChange(210, 230, 20, Fraction.Of(20, 210), 20, 0, 0)
        },
        { "another token", Position("p", [Amount("a", "2", 100), Amount("b", "10", 1)]), Position("p", [Amount("b", "10", 2)]), new ValueChange(210, 20, -190, -Fraction.Of(190, 210), null, null, -190) },
        { "debt", Position("p", [Amount("a", "2", 100)], isDebt: true), Position("p", [Amount("a", "3", 90)], isDebt: true), new ValueChange(-200, -270, -70, null, 20, -90, 0) },
        { "new", null, Position("p", [], valueUsd: 70), new ValueChange(0, 70, 70, null, 0, 70, 0) },
        { "gone", Position("p", [Amount("a", "2", 100)]), null, new ValueChange(200, 0, -200, -1, null, null, -200) },
        { "unknown underlying", Position("p", [], valueUsd: 50), Position("p", [Amount("a", "2", 100)]), new ValueChange(50, 200, 150, 3, null, null, 150) },
        { "unpriced underlying", Position("p", [Amount("a", "2", 100)]), Position("p", [Amount("a", "2", 100), Amount("b", "1", null)], valueUsd: 200), new ValueChange(200, 200, 0, 0, null, null, 0) },
        { "unpriced", Position("p", [Amount("a", "2", null)]), Position("p", [Amount("a", "2", 100)]), new ValueChange(null, 200, null, null, null, null, null) },
        {
            "value beyond the underlying tokens",
            Position("p", [Amount("a", "2", 100)], valueUsd: 200), Position("p", [Amount("a", "2", 110)], valueUsd: 225),
            new ValueChange(200, 225, 25, 0.125m, 20, 0, 5)
        },
        {
            "rounded value",
            Position("p", [Amount("a", "2", 100)], valueUsd: 200), Position("p", [Amount("a", "2", 110)], valueUsd: 220.0001m),
            new ValueChange(200, 220.0001m, 20.0001m, 0.1000005m, 20.0001m, 0, 0)
        },
    };

    [Theory]
    [MemberData(nameof(PositionCases))]
    public void Compare_Should_SplitTheChangeOfAPosition_When_ItsUnderlyingTokensAreKnown(string name, Position? then, Position? now, ValueChange expected)
    {
        var change = Compare([], [], [.. new[] { then }.OfType<Position>()], [.. new[] { now }.OfType<Position>()]);

        change.Positions.Value!.Single().Value.ShouldBe(expected, name);
        change.Positions.Value!.Single().Underlying.Count.ShouldBe((then?.Underlying ?? []).Concat(now?.Underlying ?? []).Select(amount => amount.Token.Key).Distinct().Count());
    }

    [Fact]
    public void Compare_Should_MatchAPositionByItsContract_When_TheVersionsNameItDifferently()
    {
        var change = Compare([], [], [Position("Aave USDC", [Amount("a", "2", 100)])], [Position("aUSDC", [Amount("a", "2", 110)], kind: PositionKind.Deposit)]);
        var ambiguous = Compare([], [], [Position("one", [Amount("a", "2", 100)]), Position("two", [Amount("a", "2", 100)])], [Position("three", [Amount("a", "2", 110)])]);
        var partly = Compare([], [], [Position("one", [Amount("a", "2", 100)]), Position("two", [Amount("a", "2", 100)])], [Position("two", [Amount("a", "2", 110)]), Position("three", [Amount("a", "1", 110)])]);

        change.Positions.Value!.Single().ShouldSatisfyAllConditions(p => p.Name.ShouldBe("aUSDC"), p => p.Kind.ShouldBe(PositionKind.Deposit), p => p.Value.ChangeUsd.ShouldBe(20));
        ambiguous.Positions.Value!.Count.ShouldBe(3);
        partly.Positions.Value!.Select(p => (p.Name, p.Value.ChangeUsd)).ShouldBe([("three", -90m), ("two", 20m)]);
    }

    [Fact]
    public void Compare_Should_KeepTheOtherPart_When_APartFailed()
    {
        var failure = new LoadFailure(LoadFailureKind.Timeout, Dataset.Positions, Wallets.Owners(1));
        var past = PastHoldings.Of(Wallets.Scope(1) with { At = Since }, new([Token("a", "2", 100)]), new([]), Then);
        var tokens = LoadResult<TokenHoldings>.Of(new TokenHoldings([Token("a", "2", 110)]), Now);

        var now = HoldingsComparison.Compare(Wallets.Scope(1), past, tokens, LoadResult<PositionHoldings>.Failed(failure));
        var then = HoldingsComparison.Compare(
            Wallets.Scope(1), past with { Positions = ValueOrFailure<IReadOnlyList<Position>?>.Failed(failure) }, tokens, LoadResult<PositionHoldings>.Of(new PositionHoldings([]), Now));

        foreach (var change in (HoldingsChange[])[now, then])
        {
            change.Tokens.Value!.Single().Value.ChangeUsd.ShouldBe(20);
            change.Positions.Failure.ShouldBe(failure);
            change.Value.Failure.ShouldBe(failure);
            change.UnsplitCount.Failure.ShouldBe(failure);
        }
    }

    [Fact]
    public void Compare_Should_KnowTheDecimals_When_OnlyOneTimeHasThem()
    {
        var then = Token("a", "2", 100) with { Token = Token("a", "2", 100).Token with { Decimals = 6, Symbol = null } };

        var token = Compare([then], [Token("a", "2", 100)]).Tokens.Value!.Single().Token;

        token.Decimals.Value.ShouldBe(6);
        token.Symbol.ShouldBe("a");
    }
}

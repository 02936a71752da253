using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Holdings;

public sealed class HoldingGroupsTests
{
    private static readonly Source Now = new(DataSourceState.Live, DateTimeOffset.UnixEpoch);
    private static readonly LoadFailure Failure = new(LoadFailureKind.Timeout, Dataset.TokenProfitAndLoss);

    private static TokenHolding Token(
        int chainId, int contract, string? symbol, string? name, string? amount, decimal? valueUsd, bool isDebt = false, HoldingStatus status = HoldingStatus.Open, decimal? gain = null) => new(
        Wallets.Scope(1),
        new Token(chainId, contract == 0 ? Address.Native : Wallets.Address(contract), symbol, name, default),
        amount is null ? null : BigDecimal.TryParse(amount, out var exact) ? exact : throw new FormatException(amount),
        null,
        valueUsd,
        status,
        TimeRange.OneYear,
        gain is null ? null : new ProfitAndLoss(gain, 0.1m, TimeRange.OneYear, Now))
        { IsDebt = isDebt };

    private static Position Position(string protocol, int chainId, decimal? valueUsd, decimal? gain = null, HoldingStatus status = HoldingStatus.Open) => new(
        Wallets.Scope(1), Chain(chainId), new Protocol(protocol, protocol, null), PositionKind.Supply, "P", default, null, null, false, false, status, valueUsd, [], [],
        gain is null ? null : new ProfitAndLoss(gain, 0.1m, null, Now), default);

    private static Chain Chain(int chainId) => new(chainId, $"C{chainId}", null, null);

    private static IEnumerable<(string? Symbol, string Tokens, string? Amount, decimal? ValueUsd, int Count, int Unpriced)> Groups(params TokenHolding[] tokens)
    {
        var groups = tokens.ByToken();
        // The result does not depend on the order of the list, which a client may choose.
        tokens.Reverse().ByToken().Select(g => (g.Symbol, string.Join(' ', g.Tokens.Select(t => t.Key)))).ShouldBe(groups.Select(g => (g.Symbol, string.Join(' ', g.Tokens.Select(t => t.Key)))));
        return groups.Select(g => (g.Symbol, string.Join(' ', g.Tokens.Select(t => t.ChainId)), g.Amount?.ToString(), g.ValueUsd, g.Count, g.UnpricedCount));
    }

    [Fact]
    public void ByToken_Should_AddUpAnAsset_When_ItIsOnSeveralChains() =>
        Groups(
            Token(1, 0, "ETH", "Ether", "1.5", 3000),
            Token(8453, 0, "ETH", "Ethereum on Base", "0.25", 500),
            Token(1, 7, "USDC", "USD Coin", "100", 100),
            Token(10, 8, "USDC", "USD Coin", "5000.10", 5000.1m),
            Token(10, 9, "USDC", "Bridged USDC", "20", 20),
            Token(1, 10, "WETH", "Wrapped Ether", "1", 2000))
            .ShouldBe(
            [
                ("USDC", "10 1", "5100.10", 5100.1m, 2, 0),
                ("ETH", "1 8453", "1.75", 3500m, 2, 0),
                ("WETH", "1", "1", 2000m, 1, 0),
                ("USDC", "10", "20", 20m, 1, 0),
            ]);

    // Only one contract of a chain can be the asset, and an imitation usually has no price. A contract that claims to be native is not.
    [Fact]
    public void ByToken_Should_KeepTokensApart_When_TheyImitateAnAsset() =>
        Groups(
            Token(1, 7, "USDC", "USD Coin", "100", 100),
            Token(1, 6, "USDC", "USD Coin", "3", 3),
            Token(10, 8, "USDC", "USD Coin", "50", 50),
            Token(137, 9, "USDC", "USD Coin", "1000000", null),
            Token(1, 0, "ETH", null, "1", 10),
            Token(10, 5, "ETH", null, "9", 9))
            .ShouldBe(
            [
                ("USDC", "1 10", "150", 150m, 2, 0),
                ("ETH", "1", "1", 10m, 1, 0),
                ("ETH", "10", "9", 9m, 1, 0),
                ("USDC", "1", "3", 3m, 1, 0),
                ("USDC", "137", "1000000", null, 1, 1),
            ]);

    [Fact]
    public void ByToken_Should_KeepTokensApart_When_TheyHaveNoSymbolAndName() =>
        Groups(Token(1, 7, null, null, "1", 2), Token(10, 7, null, null, "1", 1), Token(1, 8, null, null, "1", null))
            .ShouldBe([(null, "1", "1", 2m, 1, 0), (null, "10", "1", 1m, 1, 0), (null, "1", "1", null, 1, 1)]);

    [Fact]
    public void ByToken_Should_SubtractDebts_When_AnAssetIsAlsoOwed() =>
        Groups(Token(1, 7, "USDC", "USD Coin", "100", 100), Token(1, 7, "USDC", "USD Coin", "30.5", -30.5m, isDebt: true), Token(10, 8, "USDC", "USD Coin", "10", 10))
            .ShouldBe([("USDC", "1 10", "79.5", 79.5m, 3, 0)]);

    [Fact]
    public void ByToken_Should_NotInventAmounts_When_OneIsUnknownOrClosed()
    {
        Groups(Token(1, 7, "A", "A", null, 5), Token(10, 7, "A", "A", "1", 4)).ShouldBe([("A", "1 10", null, 9m, 2, 0)]);
        Groups(Token(1, 7, "A", "A", "1", 5), Token(10, 7, "A", "A", "1", 400, status: HoldingStatus.Closed)).ShouldBe([("A", "1 10", "1", 5m, 2, 0)]);
        Groups(Token(1, 7, "A", "A", null, null, status: HoldingStatus.Closed)).ShouldBe([("A", "1", "0", 0m, 1, 0)]);
        Groups().ShouldBeEmpty();
    }

    [Fact]
    public void Groups_Should_OrderByKey_When_ValuesAreEqual()
    {
        new[] { Position("b", 10, 5), Position("a", 10, 5), Position("c", 9, null), Position("a", 2, null), Position("d", 100, -1) }.ByProtocol()
            .Select(g => (g.Protocol.ProtocolId, g.ValueUsd, g.Count, g.UnpricedCount, string.Join(' ', g.Chains.Select(c => c.ChainId))))
            .ShouldBe([("a", 5m, 2, 1, "2 10"), ("b", 5m, 1, 0, "10"), ("d", -1m, 1, 0, "100"), ("c", null, 1, 1, "9")]);
        new[] { Position("a", 10, 5), Position("a", 9, 5), Position("a", 100, 7, status: HoldingStatus.Closed), Position("a", 1, null) }.ByChain()
            .Select(g => (g.Chain.ChainId, g.ValueUsd, g.Count, g.UnpricedCount))
            .ShouldBe([(9, 5m, 1, 0), (10, 5m, 1, 0), (100, 0m, 1, 0), (1, null, 1, 1)]);
        new[] { Token(10, 7, "A", "A", "1", 1), Token(1, 7, "A", "A", "1", 1), Token(1, 8, "B", "B", "1", 1) }.ByChain(Chain)
            .Select(g => (g.Chain.Name, g.ValueUsd, g.Count)).ShouldBe([("C1", 2m, 2), ("C10", 1m, 1)]);
    }

    [Fact]
    public void Gains_Should_BeAddedWithoutReturns_When_AGroupHasSeveral()
    {
        new[] { Position("a", 1, 5, gain: 3), Position("a", 10, 5, gain: -1), Position("a", 10, 7, gain: 10, HoldingStatus.Closed), Position("b", 1, 1, gain: 4) }.ByProtocol()
            .Select(g => g.ProfitAndLoss.Value).ShouldBe([new ProfitAndLoss(12, null, null, Now), new ProfitAndLoss(4, 0.1m, null, Now)]);
        new[] { Token(1, 7, "A", "A", "1", 1), Token(10, 7, "A", "A", "1", 1) }.ByToken().Single().ProfitAndLoss.ShouldBe(default);
        new[] { Token(1, 7, "A", "A", "1", 1, gain: 2), Token(10, 7, "A", "A", "1", 1) }.ByToken().Single().ProfitAndLoss.Value.ShouldBe(new ProfitAndLoss(2, null, TimeRange.OneYear, Now));
    }

    [Fact]
    public void Gains_Should_Fail_When_OneFailed()
    {
        var failed = Token(1, 7, "A", "A", "1", 1) with { ProfitAndLoss = ValueOrFailure<ProfitAndLoss?>.Failed(Failure) };

        new[] { failed, Token(10, 7, "A", "A", "1", 1, gain: 2) }.ByToken().Single().ProfitAndLoss.Failure.ShouldBe(Failure);
        new[] { failed, Token(10, 7, "A", "A", "1", 1, gain: 2) }.SumProfitAndLoss().Failure.ShouldBe(Failure);
    }

    // A missing return of one holding is no error of the sum, which never has a return.
    [Fact]
    public void Gains_Should_NotFail_When_OnlyAReturnFailed()
    {
        var gain = new ProfitAndLoss(1, null, TimeRange.OneYear, Now) { RoiFailure = Failure };
        var partial = Token(1, 7, "A", "A", "1", 1) with { ProfitAndLoss = gain };

        new[] { partial }.SumProfitAndLoss().Value.ShouldBe(gain);
        new[] { partial, partial }.SumProfitAndLoss().Value.ShouldBe(new ProfitAndLoss(2, null, TimeRange.OneYear, Now));
    }

    [Fact]
    public void SumValueUsd_Should_BeNull_When_ItIsOutOfRange() =>
        new[] { Token(1, 7, "A", "A", "1", decimal.MaxValue), Token(1, 8, "B", "B", "1", decimal.MaxValue) }.SumValueUsd().ShouldBeNull();
}

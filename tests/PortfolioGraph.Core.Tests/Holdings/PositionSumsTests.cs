using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Holdings;

public sealed class PositionSumsTests
{
    private static readonly Source Now = new(DataSourceState.Live, DateTimeOffset.UnixEpoch);
    private static readonly LoadFailure Failure = new(LoadFailureKind.Timeout, Dataset.PositionEconomics);

    private static Position Position(string protocol, decimal? valueUsd, int chainId = 1, bool isDebt = false, HoldingStatus status = HoldingStatus.Open, decimal? gain = 1, string name = "P") => new(
        Wallets.Scope(1), new Chain(chainId, "C", null, null), new Protocol(protocol, protocol, null), PositionKind.Supply, name, default, null, null, isDebt, false, status, valueUsd, [], [],
        gain is null ? null : new ProfitAndLoss(gain, 0.1m, null, Now), default);

    private static PositionHoldings Holdings(params Position[] positions) => new(positions);

    [Fact]
    public void ByProtocol_Should_AddUpOpenPositions_When_GroupedByProtocol()
    {
        var holdings = Holdings(
            Position("aave", 100, gain: 5), Position("aave", -30, isDebt: true, gain: -2), Position("aave", 7, chainId: 10), Position("lido", 500), Position("pool", null), Position("aave", 99, status: HoldingStatus.Closed));

        var all = holdings.ByProtocol(Wallets.Scope(1));
        var slice = holdings.ByProtocol(Wallets.Scope(1).On(1));

        all.Select(p => (p.Protocol.ProtocolId, p.ValueUsd, p.Positions.Count)).ShouldBe([("lido", 500m, 1), ("aave", 77m, 3), ("pool", null, 1)]);
        slice.Select(p => (p.Protocol.ProtocolId, p.ValueUsd)).ShouldBe([("lido", 500m), ("aave", 70m), ("pool", null)]);
        slice.ShouldAllBe(p => p.Scope == Wallets.Scope(1).On(1) && p.Positions.All(position => position.Scope == p.Scope));
        slice[1].ProfitAndLoss.Value.ShouldBe(new ProfitAndLoss(3, null, null, Now), "returns cannot be added");
        slice[0].ProfitAndLoss.Value!.Roi.ShouldBe(0.1m);
    }

    [Fact]
    public void ByProtocol_Should_ReportTheFailure_When_TheGainOfOnePositionFailed()
    {
        var failed = Position("aave", 1) with { ProfitAndLoss = ValueOrFailure<ProfitAndLoss?>.Failed(Failure) };

        Holdings(Position("aave", 2), failed).ByProtocol(Wallets.Scope(1)).Single().ProfitAndLoss.ShouldBe(ValueOrFailure<ProfitAndLoss?>.Failed(Failure));
        Holdings(Position("aave", 2, gain: null), Position("aave", 2, gain: null)).ByProtocol(Wallets.Scope(1)).Single().ProfitAndLoss.ShouldBe(default);
    }

    [Fact]
    public void DebtsUsd_Should_BePositive_When_ThereAreDebts()
    {
        Holdings(Position("a", 10), Position("a", -30, isDebt: true), Position("b", -5, isDebt: true), Position("b", -7, isDebt: true, status: HoldingStatus.Closed)).DebtsUsd(Wallets.Scope(1)).ShouldBe(35);
        Holdings(Position("a", -30, isDebt: true), Position("a", -5, isDebt: true, chainId: 10)).DebtsUsd(Wallets.Scope(1).On(10)).ShouldBe(5);
        Holdings(Position("a", 10)).DebtsUsd(Wallets.Scope(1)).ShouldBe(0);
        Holdings(Position("a", null, isDebt: true)).DebtsUsd(Wallets.Scope(1)).ShouldBeNull();
        Holdings(Position("a", decimal.MinValue, isDebt: true), Position("a", -1, isDebt: true)).DebtsUsd(Wallets.Scope(1)).ShouldBeNull();
    }

    [Fact]
    public void AssetsUsd_Should_BeTotalPlusDebts_When_BothAreKnown()
    {
        Breakdown(100).AssetsUsd(Holdings(Position("a", -30, isDebt: true))).ShouldBe(130);
        Breakdown(100).AssetsUsd(Holdings(Position("a", null, isDebt: true))).ShouldBeNull();
    }

    [Fact]
    public void ClaimableUsd_Should_AddRewardsAndUnclaimedFees_When_EconomicsAreKnown()
    {
        var token = new Token(1, Address.Native, "ETH", "Ether", 18);
        var rewards = Position("a", 10) with { Rewards = [new TokenAmount(token, default, 1, 3), new TokenAmount(token, default, null, null)] };
        var fees = Position("a", 10) with { Economics = new PositionEconomics(null, null, null, null, null, null, null, 2, null, null) };

        Holdings(rewards, fees).ClaimableUsd(Wallets.Scope(1)).ShouldBe(5m);
        Holdings().ClaimableUsd(Wallets.Scope(1)).ShouldBe(0m);
        Holdings(rewards, fees with { Economics = ValueOrFailure<PositionEconomics?>.Failed(Failure) }).ClaimableUsd(Wallets.Scope(1)).ShouldBe(ValueOrFailure<decimal?>.Failed(Failure));
        Holdings(rewards, (fees with { Status = HoldingStatus.Closed })).ClaimableUsd(Wallets.Scope(1)).ShouldBe(3m);
    }

    [Fact]
    public void LockedUsd_Should_AddLockedPositions_When_LocksAreKnown()
    {
        Holdings(Position("a", 10) with { IsLocked = true }, Position("a", 5)).LockedUsd(Wallets.Scope(1)).ShouldBe(10m);
        Holdings(Position("a", 10)).LockedUsd(Wallets.Scope(1)).ShouldBe(0m);
        Holdings(Position("a", 10) with { IsLocked = ValueOrFailure<bool?>.Failed(Failure) }).LockedUsd(Wallets.Scope(1)).ShouldBe(ValueOrFailure<decimal?>.Failed(Failure));
    }

    [Theory]
    [InlineData(100, 60, 40, 0)]
    [InlineData(100, 60, 39.91, 0)]
    [InlineData(100, 60, 39.89, 0.11)]
    [InlineData(100, 60, 41, -1)]
    [InlineData(1, 0.99, 0, 0)]
    [InlineData(1, 0.98, 0, 0.02)]
    [InlineData(-1000, -500, -499.5, 0)]
    public void UnexplainedUsd_Should_BeTheRemainder_When_ItExceedsTheTolerance(double total, double token, double position, double expected)
    {
        var tokens = new TokenHoldings(
        [
            new TokenHolding(Wallets.Scope(1), new Token(1, Address.Native, null, null, default), default, 1, (decimal)token, HoldingStatus.Open, TimeRange.OneYear, default),
            new TokenHolding(Wallets.Scope(1), new Token(1, default, null, null, default), default, null, null, HoldingStatus.Open, TimeRange.OneYear, default),
            new TokenHolding(Wallets.Scope(1), new Token(2, default, null, null, default), default, 1, 77, HoldingStatus.Closed, TimeRange.OneYear, default),
        ]);

        Breakdown((decimal)total).UnexplainedUsd(tokens, Holdings(Position("a", (decimal)position))).ShouldBe((decimal)expected);
    }

    private static ValueBreakdown Breakdown(decimal total) => new(Wallets.Scope(1), total, [], [], [], Now);
}

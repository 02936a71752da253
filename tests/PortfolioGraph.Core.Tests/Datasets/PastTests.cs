using System.Net;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class PastTests
{
    private static readonly DateTimeOffset Moment = new(2025, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly string[] Calls = ["v5.0/protocols/snapshot?addresses=w1&use_cache=true&timestamp=1735787045", "v5.0/tokens/snapshot?addresses=w1&use_cache=true&timestamp=1735787045"];

    private static PastHoldingsKey Key(params int[] wallets) => new(Wallets.Owners(wallets), Moment);

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1))
        .Token(8453, StubWorld.Usdc, "USDC", 1, (1, 250))
        .Token(1, Wallets.Lower(77), "JUNK", 0, (1, 5_000_000))
        .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000))
        .Position(new HeldPosition(1, StubWorld.StEth, "aavev3", "aave-v3", "Debt", "debt", true, new Dictionary<int, decimal> { [1] = 600 }))
        .Position(new HeldPosition(1, Wallets.Lower(78), "aavev3", "aave-v3", "Closed", "supply", false, new Dictionary<int, decimal> { [1] = 600 }) { IsOpen = false });

    [Fact]
    public async Task LoadAsync_Should_AddUpWhatIsPriced_When_TokensPositionsAndDebtsWereHeld()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var result = await core.PastHoldings.LoadOneAsync(Key(1), CancellationToken.None);

        var past = result.Value!;
        past.Time.ShouldBe(Moment);
        past.ValueUsd.ShouldBe(new ValueOrFailure<decimal?>((1.5m * 3000) + 250 + 2000 - 600));
        past.Tokens.Value!.Select(t => (t.Token.Symbol, t.ValueUsd, t.Range, t.ProfitAndLoss)).ShouldBe(
            [("ETH", 4500m, null, default(ValueOrFailure<ProfitAndLoss?>)), ("USDC", 250m, null, default(ValueOrFailure<ProfitAndLoss?>)), ("JUNK", null, null, default(ValueOrFailure<ProfitAndLoss?>))]);
        past.Positions.Value!.Select(p => (p.Name, p.ValueUsd, p.IsLocked.Value)).ShouldBe([("Aave USDC", 2000m, false), ("Debt", -600m, false)]);
        past.Source.ShouldBe(result.Source);
        world.Requests.ShouldBe(Calls, ignoreOrder: true);
    }

    [Fact]
    public async Task Ids_Should_ContainTheTimestamp_When_HoldingsAreOfThePast()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var past = (await core.PastHoldings.LoadOneAsync(Key(1), CancellationToken.None)).Value!;
        var later = (await core.PastHoldings.LoadOneAsync(new PastHoldingsKey(Wallets.Owners(1), Moment.AddSeconds(1)), CancellationToken.None)).Value!;
        var now = (await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None)).Value!;

        past.Tokens.Value![0].Key.ShouldBe($"{Wallets.Lower(1)}!1735787045|1:{Address.Native.Value}|");
        past.Positions.Value![0].Key.ShouldStartWith($"{Wallets.Lower(1)}!1735787045|1|aavev3|");
        string[] keys = [.. past.Tokens.Value.Select(t => t.Key), .. later.Tokens.Value!.Select(t => t.Key), .. now.Items.Select(t => t.Key)];
        keys.ShouldBeUnique();
    }

    [Fact]
    public async Task LoadAsync_Should_RequestOnce_When_TimestampsDifferByLessThanASecond()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        await core.PastHoldings.LoadAsync([.. new[] { Key(1), new PastHoldingsKey(Wallets.Owners(1), Moment.AddMilliseconds(999)), new PastHoldingsKey(Wallets.Owners(1), Moment.ToOffset(TimeSpan.FromHours(2))) }.Distinct()], CancellationToken.None);
        var again = await core.PastHoldings.LoadOneAsync(Key(1), CancellationToken.None);

        again.Value!.Source.State.ShouldBe(DataSourceState.Cached);
        world.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("v5.0/tokens/snapshot")]
    [InlineData("v5.0/protocols/snapshot")]
    public async Task LoadAsync_Should_ReturnTheOtherPartWithoutAValue_When_OnePartFails(string broken)
    {
        var world = World().Break(broken, HttpStatusCode.NotFound);
        using var core = CoreHost.Over(world.Stub);
        var failure = new LoadFailure(LoadFailureKind.Rejected, Dataset.PastHoldings, Wallets.Owners(1));

        var past = (await core.PastHoldings.LoadOneAsync(Key(1), CancellationToken.None)).Value!;
        var again = await core.PastHoldings.LoadOneAsync(Key(1), CancellationToken.None);

        past.ValueUsd.Failure.ShouldBe(failure);
        (past.Tokens.Failure ?? past.Positions.Failure).ShouldBe(failure);
        (past.Tokens.Value is null).ShouldBe(broken == "v5.0/tokens/snapshot");
        (past.Positions.Value is null).ShouldBe(broken == "v5.0/protocols/snapshot");
        again.Source!.State.ShouldBe(DataSourceState.Live, "a partial result is not cached");
        world.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task LoadAsync_Should_Fail_When_BothPartsFail()
    {
        var world = World().Break("v5.0/tokens/snapshot", HttpStatusCode.NotFound).Break("v5.0/protocols/snapshot", HttpStatusCode.NotFound);
        using var core = CoreHost.Over(world.Stub);

        var result = await core.PastHoldings.LoadOneAsync(Key(1), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.PastHoldings, Wallets.Owners(1)));
        world.Requests.ShouldBe(Calls, ignoreOrder: true);
    }

    [Theory]
    [InlineData(9, null)]
    [InlineData(2, 3000)]
    [InlineData(3, 0)]
    public async Task ValueUsd_Should_BeNullOnlyWithoutAnyPrice_When_FewHoldingsExist(int wallet, int? expected)
    {
        var world = World().Token(1, Wallets.Lower(79), "NONE", 0, (9, 12));
        using var core = CoreHost.Over(world.Stub);

        (await core.PastHoldings.LoadOneAsync(Key(wallet), CancellationToken.None)).Value!.ValueUsd.ShouldBe(new ValueOrFailure<decimal?>(expected));
    }
}

using System.Net;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class ProfitAndLossTests
{
    private const string Endpoint = "v4/general/profit_and_loss";
    private const string TokenEndpoint = "v4/overview/erc20/profit_and_loss";
    private const string PositionEndpoint = "v4/overview/protocols/profit_and_loss";

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1))
        .Token(8453, StubWorld.Native, "ETH", 3000, (1, 0.5m));

    private static ProfitAndLossKey Key(TimeRange range, params int[] wallets) => new(Wallets.Owners(wallets), range);

    [Fact]
    public async Task LoadAsync_Should_MakeOneCallPerRange_When_TotalAndChainsAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.ProfitAndLoss.LoadAsync([Key(TimeRange.OneDay, 1), Key(TimeRange.ThreeYears, 1)], CancellationToken.None);

        var day = results[Key(TimeRange.OneDay, 1)];
        day.Value!.InScope(Wallets.Scope(1)).ShouldBe(new ProfitAndLoss(605.5m, 0.0721m, TimeRange.OneDay, day.Source!));
        day.Value.InScope(Wallets.Scope(1).On(8453)).ShouldBe(new ProfitAndLoss(150, 0.0721m, TimeRange.OneDay, day.Source!));
        day.Value.InScope(Wallets.Scope(1).On(10)).ShouldBeNull();
        world.Requests.ShouldBe([$"{Endpoint}?addresses=w1&use_cache=true&timerange=1day", $"{Endpoint}?addresses=w1&use_cache=true&timerange=3years"], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCallPerWallet_When_ManyAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        await core.ProfitAndLoss.LoadAsync([Key(TimeRange.OneYear, 1), Key(TimeRange.OneYear, 2), Key(TimeRange.OneYear, 1, 2)], CancellationToken.None);

        world.Requests.ShouldBe(
            [$"{Endpoint}?addresses=w1&use_cache=true&timerange=1year", $"{Endpoint}?addresses=w2&use_cache=true&timerange=1year", $"{Endpoint}?addresses=w1&addresses=w2&use_cache=true&timerange=1year"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnUnknownFigures_When_TheResponseHasNulls()
    {
        var world = World();
        world.Stub.Returns(Endpoint, """{"result":[{"chain_id":1,"abs_profit_usd":null,"roi":null}]}""");
        using var core = CoreHost.Over(world.Stub);

        var table = (await core.ProfitAndLoss.LoadOneAsync(Key(TimeRange.OneYear, 1), CancellationToken.None)).Value!;

        table.Total.ShouldBeNull();
        table.ByChain[1].AbsoluteUsd.ShouldBeNull();
        table.ByChain[1].Roi.ShouldBeNull();
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone, 1, LoadFailureKind.Rejected)]
    [InlineData(HttpStatusCode.BadGateway, 3, LoadFailureKind.Unavailable)]
    public async Task LoadAsync_Should_AddGainsWithoutReturns_When_OnlyTheFirstRouteIsGone(HttpStatusCode status, int attempts, LoadFailureKind kind)
    {
        var world = World().Break(Endpoint, status);
        world.Stub
            .Returns(TokenEndpoint, """{"result":[{"chain_id":null,"abs_profit_usd":600.5,"roi":0.07},{"chain_id":1,"abs_profit_usd":450.5,"roi":0.1},{"chain_id":8453,"abs_profit_usd":150,"roi":0.1},{"chain_id":10,"abs_profit_usd":null,"roi":null}]}""")
            .Returns(PositionEndpoint, """{"result":[{"chain_id":null,"abs_profit_usd":-35,"roi":0.0178},{"chain_id":1,"abs_profit_usd":-35,"roi":0.0178},{"chain_id":10,"abs_profit_usd":4,"roi":1}]}""");
        using var core = CoreHost.Over(world.Stub);

        var result = await core.ProfitAndLoss.LoadOneAsync(Key(TimeRange.OneWeek, 1), CancellationToken.None);

        var failure = new LoadFailure(kind, Dataset.ProfitAndLoss, Wallets.Owners(1));
        ProfitAndLoss Gain(decimal? usd) => new(usd, null, TimeRange.OneWeek, result.Source!) { RoiFailure = failure };
        result.Value!.Total.ShouldBe(Gain(565.5m));
        result.Value.ByChain.OrderBy(row => row.Key).Select(row => (row.Key, row.Value)).ShouldBe([(1, Gain(415.5m)), (10, Gain(null)), (8453, Gain(150))]);
        world.Requests.ShouldBe(
        [
            .. Enumerable.Repeat($"{Endpoint}?addresses=w1&use_cache=true&timerange=1week", attempts),
            $"{TokenEndpoint}?addresses=w1&use_cache=true&timerange=1week",
            $"{PositionEndpoint}?addresses=w1&use_cache=true&timerange=1week",
        ]);
    }

    [Theory]
    [InlineData("""{"result":[]}""", 605.5)]
    [InlineData("""{"result":[{"chain_id":1,"abs_profit_usd":5},{"chain_id":10,"abs_profit_usd":7}]}""", 617.5)]
    [InlineData("""{"result":[{"chain_id":1,"abs_profit_usd":5},{"chain_id":10,"abs_profit_usd":null}]}""", null)]
    [InlineData("""{"result":[{"chain_id":null,"abs_profit_usd":null}]}""", null)]
    public async Task Total_Should_BeKnownOnlyIfBothPartsAreKnown_When_TheFirstRouteIsGone(string positions, double? expected)
    {
        var world = World().Break(Endpoint, HttpStatusCode.Gone);
        world.Stub.Returns(TokenEndpoint, """{"result":[{"chain_id":null,"abs_profit_usd":605.5,"roi":0.07}]}""").Returns(PositionEndpoint, positions);
        using var core = CoreHost.Over(world.Stub);

        (await core.ProfitAndLoss.LoadOneAsync(Key(TimeRange.OneYear, 1), CancellationToken.None)).Value!.Total!.AbsoluteUsd.ShouldBe((decimal?)expected);
    }

    [Theory]
    [InlineData(TokenEndpoint, 2)]
    [InlineData(PositionEndpoint, 3)]
    public async Task LoadAsync_Should_ReportTheFirstFailure_When_APartFailsToo(string part, int calls)
    {
        var world = World().Break(Endpoint, HttpStatusCode.Gone);
        world.Stub.Returns(TokenEndpoint, "[]").Returns(PositionEndpoint, "[]").ReturnsStatus(part, HttpStatusCode.UnprocessableEntity);
        using var core = CoreHost.Over(world.Stub);

        var result = await core.ProfitAndLoss.LoadOneAsync(Key(TimeRange.OneYear, 1), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.ProfitAndLoss, Wallets.Owners(1)));
        world.Requests.Count.ShouldBe(calls);
    }
}

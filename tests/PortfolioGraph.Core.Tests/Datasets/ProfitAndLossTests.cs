using System.Net;
using PortfolioGraph.Core.Tests.World;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class ProfitAndLossTests
{
    private const string Endpoint = "v4/general/profit_and_loss";

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1))
        .Token(8453, StubWorld.Native, "ETH", 3000, (1, 0.5m));

    private static ProfitAndLossKey Key(TimeRange range, params int[] wallets) => new(Wallets.Owners(wallets), range);

    [Fact]
    public async Task LoadAsync_Should_AskOnceForEachRange_When_TotalAndChainsAreWanted()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var answers = await core.ProfitAndLoss.LoadAsync([Key(TimeRange.OneDay, 1), Key(TimeRange.ThreeYears, 1)], CancellationToken.None);

        var day = answers[Key(TimeRange.OneDay, 1)];
        day.Value!.In(Wallets.Scope(1)).ShouldBe(new ProfitAndLoss(605.5m, 0.0721m, TimeRange.OneDay, day.Source!));
        day.Value.In(Wallets.Scope(1).On(8453)).ShouldBe(new ProfitAndLoss(150, 0.0721m, TimeRange.OneDay, day.Source!));
        day.Value.In(Wallets.Scope(1).On(10)).ShouldBeNull();
        world.Requests.ShouldBe([$"{Endpoint}?addresses=w1&use_cache=true&timerange=1day", $"{Endpoint}?addresses=w1&use_cache=true&timerange=3years"], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_AskForEachWallet_When_ManyAreWanted()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        await core.ProfitAndLoss.LoadAsync([Key(TimeRange.OneYear, 1), Key(TimeRange.OneYear, 2), Key(TimeRange.OneYear, 1, 2)], CancellationToken.None);

        world.Requests.ShouldBe(
            [$"{Endpoint}?addresses=w1&use_cache=true&timerange=1year", $"{Endpoint}?addresses=w2&use_cache=true&timerange=1year", $"{Endpoint}?addresses=w1&addresses=w2&use_cache=true&timerange=1year"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_GiveUnknownFigures_When_TheWireHasNulls()
    {
        var world = World();
        world.Stub.Answers(Endpoint, """{"result":[{"chain_id":1,"abs_profit_usd":null,"roi":null}]}""");
        using var core = CoreHost.Over(world.Stub);

        var table = (await core.ProfitAndLoss.LoadOneAsync(Key(TimeRange.OneYear, 1), CancellationToken.None)).Value!;

        table.Total.ShouldBeNull();
        table.ByChain[1].AbsoluteUsd.ShouldBeNull();
        table.ByChain[1].Roi.ShouldBeNull();
    }

    [Fact]
    public async Task LoadAsync_Should_Fail_When_TheOnlyVersionThatKnowsItIsGone()
    {
        var world = World().Break(Endpoint, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);

        var fetched = await core.ProfitAndLoss.LoadOneAsync(Key(TimeRange.OneYear, 1), CancellationToken.None);

        fetched.Failure.ShouldBe(new LoadFailure(FailureKind.Refused, Dataset.ProfitAndLoss, Wallets.Owners(1)));
        world.Requests.Count.ShouldBe(1);
    }
}

using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Loads under way are shared; a call belongs to all who wait for it.</summary>
public sealed class SharingTests
{
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private static PositionsKey Positions(params int[] wallets) => new(Wallets.Owners(wallets));

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1))
        .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000))
        .Supply(StubWorld.StEth, "Aave stETH", (2, 70));

    [Fact]
    public async Task LoadAsync_Should_ShareACall_When_TheSameIsWantedWhileItIsUnderWay()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);

        var loads = Enumerable.Range(0, 20).Select(_ => core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).ToList();
        gate.Open();
        var answers = await Task.WhenAll(loads);

        answers.ShouldAllBe(answer => answer.Value!.Total!.AbsoluteUsd == 605.5m && answer.Source!.State == SourceState.Live);
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForAJointCall_When_OneOfItsWalletsIsWanted()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);

        var joint = core.Positions.LoadAsync([Positions(1), Positions(2)], CancellationToken.None);
        var single = core.Positions.LoadOneAsync(Positions(2), CancellationToken.None);
        gate.Open();

        (await single).Value!.Items.Single().Name.ShouldBe("Aave stETH");
        (await joint)[Positions(1)].Value!.Items.Single().Name.ShouldBe("Aave USDC");
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForARicherCall_When_LessOfTheSameIsWanted()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);

        var splits = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1), true), CancellationToken.None);
        var chain = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1).On(1)), CancellationToken.None);
        var total = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);
        gate.Open();
        await Task.WhenAll(splits, chain, total);

        (await chain).Value!.TotalUsd.ShouldBe(world.ValueOf([1], 1));
        (await total).Value!.TotalUsd.ShouldBe(world.ValueOf([1]));
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_EndOneWaitOnly_When_OneOfTwoCallersLeaves()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var leaving = new CancellationTokenSource();

        var first = core.ProfitAndLoss.LoadOneAsync(Key, leaving.Token);
        var second = core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        gate.Open();

        (await second).Value!.Total!.AbsoluteUsd.ShouldBe(605.5m);
        gate.GivenUp.IsCompleted.ShouldBeFalse();
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_GiveTheCallUp_When_NobodyWaitsAnyMore()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var leaving = new CancellationTokenSource();

        var first = core.ProfitAndLoss.LoadOneAsync(Key, leaving.Token);
        var second = core.ProfitAndLoss.LoadOneAsync(Key, leaving.Token);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<OperationCanceledException>(second);
        await gate.GivenUp;
        gate.Open();
        (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(SourceState.Live);
        world.Requests.Count.ShouldBe(2, "a call that was given up is nobody's to wait for");
    }

    [Fact]
    public async Task LoadAsync_Should_GoOnForTheOther_When_OneWalletOfAJointCallIsLeft()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var leaving = new CancellationTokenSource();

        var joint = core.Positions.LoadAsync([Positions(1), Positions(2)], leaving.Token);
        var single = core.Positions.LoadOneAsync(Positions(2), CancellationToken.None);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(joint);
        gate.Open();

        (await single).Value!.Items.Single().Name.ShouldBe("Aave stETH");
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_AskNothing_When_TheCallerHasLeftAlready()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);
        using var leaving = new CancellationTokenSource();
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(core.ProfitAndLoss.LoadOneAsync(Key, leaving.Token));

        world.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task LoadAsync_Should_AskNothingForSharers_When_NobodyWaitsForThemAnyMore()
    {
        var world = World().Supply("0x1111111111111111111111111111111111111111", "Shared", (1, 1), (2, 1));
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var leaving = new CancellationTokenSource();

        var joint = core.Positions.LoadAsync([Positions(1), Positions(2), Positions(3)], leaving.Token);
        var single = core.Positions.LoadOneAsync(Positions(1), CancellationToken.None);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(joint);
        gate.Open();

        (await single).Value!.Items.Count.ShouldBe(2);
        world.Requests.Count.ShouldBe(2, "the joint call, then w1 alone; w2 is not asked for");
    }

    [Fact]
    public async Task LoadAsync_Should_AnswerAllWhoStay_When_ManyComeAndLeaveAtOnce()
    {
        var world = World().Supply("0x1111111111111111111111111111111111111111", "Shared", (1, 1), (2, 1));
        using var core = CoreHost.Over(world.Stub, null, ("Cache:TimeToLive", "00:00:00"));
        var dice = new Random(20260101);
        List<Task> all = [];

        for (var round = 0; round < 300; round++)
        {
            int[] wallets = [.. Enumerable.Range(1, 4).Where(_ => dice.Next(2) == 0).DefaultIfEmpty(1)];
            var leaving = dice.Next(3) == 0 ? new CancellationTokenSource() : null;
            all.Add(Task.Run(() => OneAsync(wallets, leaving?.Token)));
            if (leaving is not null)
                all.Add(Task.Run(leaving.Cancel));
        }

        await Task.WhenAll(all);

        async Task OneAsync(int[] wallets, CancellationToken? leaving)
        {
            try
            {
                var answers = await core.Positions.LoadAsync([.. wallets.Select(w => Positions(w))], leaving ?? CancellationToken.None);
                foreach (var wallet in wallets)
                    answers[Positions(wallet)].Value!.Items.Sum(p => p.ValueUsd).ShouldBe(world.ValueOf([wallet]) - (wallet switch { 1 => 4500m, 2 => 3000m, _ => 0m }));
            }
            catch (OperationCanceledException)
            {
                leaving.ShouldNotBeNull("only who leaves is told so");
            }
        }
    }
}

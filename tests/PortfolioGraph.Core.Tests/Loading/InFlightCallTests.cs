using System.Net;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Calls in flight are shared; a call belongs to all of its waiters.</summary>
public sealed class InFlightCallTests
{
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private static PositionsKey Positions(params int[] wallets) => new(Wallets.Owners(wallets));

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1))
        .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000))
        .Supply(StubWorld.StEth, "Aave stETH", (2, 70));

    [Fact]
    public async Task LoadAsync_Should_JoinTheCall_When_TheSameKeyIsInFlight()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);

        var loads = Enumerable.Range(0, 20).Select(_ => core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).ToList();
        gate.Open();
        var results = await Task.WhenAll(loads);

        results.ShouldAllBe(result => result.Value!.Total!.AbsoluteUsd == 605.5m && result.Source!.State == DataSourceState.Live);
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_JoinTheBatch_When_OneOfItsWalletsIsRequested()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);

        var batch = core.Positions.LoadAsync([Positions(1), Positions(2)], CancellationToken.None);
        var single = core.Positions.LoadOneAsync(Positions(2), CancellationToken.None);
        gate.Open();

        (await single).Value!.Items.Single().Name.ShouldBe("Aave stETH");
        (await batch)[Positions(1)].Value!.Items.Single().Name.ShouldBe("Aave USDC");
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_JoinTheCoveringCall_When_ANarrowerKeyIsRequested()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);

        var breakdown = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1), true), CancellationToken.None);
        var chain = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1).On(1)), CancellationToken.None);
        var total = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);
        gate.Open();
        await Task.WhenAll(breakdown, chain, total);

        (await chain).Value!.TotalUsd.ShouldBe(world.ValueOf([1], 1));
        (await total).Value!.TotalUsd.ShouldBe(world.ValueOf([1]));
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_CancelOneWaiterOnly_When_OneOfTwoCallersCancels()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var cancellation = new CancellationTokenSource();

        var first = core.ProfitAndLoss.LoadOneAsync(Key, cancellation.Token);
        var second = core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        gate.Open();

        (await second).Value!.Total!.AbsoluteUsd.ShouldBe(605.5m);
        gate.Cancelled.IsCompleted.ShouldBeFalse();
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_CancelTheCall_When_NoWaiterRemains()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var cancellation = new CancellationTokenSource();

        var first = core.ProfitAndLoss.LoadOneAsync(Key, cancellation.Token);
        var second = core.ProfitAndLoss.LoadOneAsync(Key, cancellation.Token);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<OperationCanceledException>(second);
        await gate.Cancelled;
        gate.Open();
        (await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Live);
        world.Requests.Count.ShouldBe(2, "a cancelled call is not joined");
    }

    [Fact]
    public async Task LoadAsync_Should_CompleteTheOtherWaiter_When_OneCallerOfABatchCancels()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var cancellation = new CancellationTokenSource();

        var batch = core.Positions.LoadAsync([Positions(1), Positions(2)], cancellation.Token);
        var single = core.Positions.LoadOneAsync(Positions(2), CancellationToken.None);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(batch);
        gate.Open();

        (await single).Value!.Items.Single().Name.ShouldBe("Aave stETH");
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_SendNoRequest_When_TheTokenIsAlreadyCancelled()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(core.ProfitAndLoss.LoadOneAsync(Key, cancellation.Token));

        world.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task LoadAsync_Should_NotReloadAmbiguousWallets_When_TheyHaveNoWaiters()
    {
        var world = World().Supply("0x1111111111111111111111111111111111111111", "Shared", (1, 1), (2, 1));
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate);
        using var cancellation = new CancellationTokenSource();

        var batch = core.Positions.LoadAsync([Positions(1), Positions(2), Positions(3)], cancellation.Token);
        var single = core.Positions.LoadOneAsync(Positions(1), CancellationToken.None);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(batch);
        gate.Open();

        (await single).Value!.Items.Count.ShouldBe(2);
        world.Requests.Count.ShouldBe(2, "the batch, then w1 alone; w2 is not requested");
    }

    [Fact]
    public async Task LoadAsync_Should_CompleteAllOtherWaiters_When_ManyLoadAndCancelAtOnce()
    {
        var world = World().Supply("0x1111111111111111111111111111111111111111", "Shared", (1, 1), (2, 1));
        using var core = CoreHost.Over(world.Stub, null, ("Cache:TimeToLive", "00:00:00"));
        var random = new Random(20260101);
        List<Task> all = [];

        for (var round = 0; round < 300; round++)
        {
            int[] wallets = [.. Enumerable.Range(1, 4).Where(_ => random.Next(2) == 0).DefaultIfEmpty(1)];
            var cancellation = random.Next(3) == 0 ? new CancellationTokenSource() : null;
            all.Add(Task.Run(() => OneAsync(wallets, cancellation?.Token)));
            if (cancellation is not null)
                all.Add(Task.Run(cancellation.Cancel));
        }

        await Task.WhenAll(all);

        async Task OneAsync(int[] wallets, CancellationToken? cancellation)
        {
            try
            {
                var results = await core.Positions.LoadAsync([.. wallets.Select(w => Positions(w))], cancellation ?? CancellationToken.None);
                foreach (var wallet in wallets)
                    results[Positions(wallet)].Value!.Items.Sum(p => p.ValueUsd).ShouldBe(world.ValueOf([wallet]) - (wallet switch { 1 => 4500m, 2 => 3000m, _ => 0m }));
            }
            catch (OperationCanceledException)
            {
                cancellation.ShouldNotBeNull("only cancelled callers see the exception");
            }
        }
    }

    // A call completes several keys. If one key failed before the others, a load that starts at that moment could join another key and get the failure of the call before.
    [Fact]
    public async Task LoadAsync_Should_MakeACallOfItsOwn_When_TheCallBeforeHasJustFailed()
    {
        const int Rounds = 500;
        var stub = new StubUpstream().ReturnsStatus("v4/overview/erc20/details", HttpStatusCode.BadRequest);
        using var handler = new YieldingHandler(stub);
        using var core = CoreHost.Over(handler);
        var key = new TokensKey(Wallets.Owners(1), TimeRange.OneYear);

        for (var round = 0; round < Rounds; round++)
            (await core.Tokens.LoadOneAsync(key, CancellationToken.None)).Failure!.Kind.ShouldBe(LoadFailureKind.Rejected);

        stub.Requests.Count.ShouldBe(Rounds);
    }

    /// <summary>Responds on another thread, as a network does, so that the call ends while its caller waits.</summary>
    private sealed class YieldingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

using PortfolioGraph.Core;
using PortfolioGraph.Core.Tests.Loading;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Redis.Tests.Cache;

public sealed class SharedCacheTests
{
    [RedisFact]
    public async Task LoadAsync_Should_ServeAnotherReplicasAnswerWithItsAge_When_ThatReplicaLoadedTheKey()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var first = await ReplicaHost.StartAsync(redis, world.Stub);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);

        var live = await first.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await UntilStoredAsync(redis, 1);
        var cached = await second.Tokens.LoadOneAsync(Key(1), CancellationToken.None);

        world.Requests.Count.ShouldBe(1);
        (live.Source!.State, cached.Source!.State).ShouldBe((DataSourceState.Live, DataSourceState.Cached));
        cached.Source.AsOf.ShouldBe(live.Source.AsOf);
        cached.Value!.Items.Select(Describe).ShouldBe(live.Value!.Items.Select(Describe));
    }

    [RedisFact]
    public async Task LoadAsync_Should_ServeAnotherReplicasAnswer_When_TheKeyIsNarrower()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var first = await ReplicaHost.StartAsync(redis, world.Stub);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);

        await first.Tokens.LoadOneAsync(Key(1) with { WithClosed = true }, CancellationToken.None);
        await UntilStoredAsync(redis, 1);
        (await second.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None)).Value!.Items.Count.ShouldBe(1);

        world.Requests.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_SendTheCallsOfOneClient_When_AThousandLoadAColdWalletFromThreeReplicas()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        await using var first = await ReplicaHost.StartAsync(redis, gate);
        await using var second = await ReplicaHost.StartAsync(redis, gate);
        await using var third = await ReplicaHost.StartAsync(redis, gate);
        ReplicaHost[] replicas = [first, second, third];

        var loads = Enumerable.Range(0, 1_000).Select(client => replicas[client % 3].Tokens.LoadOneAsync(Key(1), CancellationToken.None)).ToList();
        await world.Stub.ReceivedAsync(1);
        gate.Open();
        var results = await Task.WhenAll(loads);

        results.ShouldAllBe(result => result.Value!.Items.Count == 1);
        world.Requests.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_TakeOverTheFlight_When_ItsReplicaDies()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        using var never = new GatedHandler(World().Stub);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);
        using var cancellation = new CancellationTokenSource();
        Task<LoadResult<TokenHoldings>> waiting;
        await using (var first = await ReplicaHost.StartAsync(redis, never))
        {
            _ = first.Tokens.LoadOneAsync(Key(1), cancellation.Token);
            await UntilAsync(redis, "*flight*", 1);
            waiting = second.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
            await Eventually.IsTrueAsync(() => second.AwaitedKeys == 1);
            // From now on the flight is not renewed.
            await first.Redis.StopAsync(CancellationToken.None);
            (await waiting).Value!.Items.Count.ShouldBe(1);
            await cancellation.CancelAsync();
        }

        world.Requests.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_ReturnTheFailureOfTheFlight_When_AnotherReplicasLoadFails()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        var broken = World();
        broken.Stub.Returns("overview/erc20/details", "7").Returns("tokens/snapshot", "7");
        using var gate = new GatedHandler(broken.Stub);
        await using var first = await ReplicaHost.StartAsync(redis, gate);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);

        var failing = first.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await UntilAsync(redis, "*flight*", 1);
        var waiting = second.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await Eventually.IsTrueAsync(() => second.AwaitedKeys == 1);
        gate.Open();

        var failure = (await failing).Failure.ShouldNotBeNull();
        (await waiting).Failure.ShouldBe(failure);
        world.Requests.ShouldBeEmpty();
        // A later load tries again.
        (await second.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Value!.Items.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_ReturnThePartialResultOfTheFlight_When_AnotherReplicaLoadsThePartsThatItGets()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        // Amounts and values come from one API version, profit and loss from the other.
        var partial = World().Break("v4/overview/erc20/details").Break("v5.0/tokens/metrics");
        using var gate = new GatedHandler(partial.Stub);
        await using var first = await ReplicaHost.StartAsync(redis, gate);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);
        await using var third = await ReplicaHost.StartAsync(redis, world.Stub);

        var loading = first.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await UntilAsync(redis, "*flight*", 1);
        Task<LoadResult<TokenHoldings>>[] waiting = [.. new[] { second, third }.Select(replica => replica.Tokens.LoadOneAsync(Key(1), CancellationToken.None))];
        await Eventually.IsTrueAsync(() => second.AwaitedKeys == 1 && third.AwaitedKeys == 1);
        gate.Open();

        var incomplete = (await loading).Value!.Items.ShouldHaveSingleItem();
        incomplete.ProfitAndLoss.Failure.ShouldNotBeNull();
        foreach (var result in await Task.WhenAll(waiting))
        {
            result.Source!.State.ShouldBe(DataSourceState.Cached);
            var received = result.Value!.Items.ShouldHaveSingleItem();
            Describe(received).ShouldBe(Describe(incomplete));
            received.ProfitAndLoss.Failure.ShouldBe(incomplete.ProfitAndLoss.Failure);
        }

        world.Requests.ShouldBeEmpty();
        // It is not cached, so that a later load tries again.
        (await second.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Value!.Items[0].ProfitAndLoss.Failure.ShouldBeNull();
    }

    [RedisFact]
    public async Task LoadAsync_Should_TryAgain_When_AnotherReplicaCannotReachTheUpstream()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        using var gate = new GatedHandler(World().Break("overview/erc20/details").Break("tokens/snapshot").Stub);
        await using var first = await ReplicaHost.StartAsync(redis, gate);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);

        var failing = first.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await UntilAsync(redis, "*flight*", 1);
        var waiting = second.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await Eventually.IsTrueAsync(() => second.AwaitedKeys == 1);
        gate.Open();

        (await failing).Failure!.Kind.ShouldBe(LoadFailureKind.Unavailable);
        (await waiting).Value!.Items.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_NotWait_When_AnotherReplicaLoadsTheKeyInTheBackground()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        using var never = new GatedHandler(World().Stub);
        await using var first = await ReplicaHost.StartAsync(redis, never);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);
        using var cancellation = new CancellationTokenSource();
        Task background;
        using (UpstreamCallContext.BeginScope(new CallerInfo("watch", CallPriority.Background)))
            background = first.Tokens.LoadOneAsync(Key(1), cancellation.Token);
        await UntilAsync(redis, "*flight*", 1);

        (await second.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Value!.Items.Count.ShouldBe(1);

        world.Requests.Count.ShouldBe(1);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(background);
    }

    [RedisFact]
    public async Task LoadAsync_Should_RefreshInTheBackground_When_TheStaleAnswerIsServedAtOnce()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var replica = await ReplicaHost.StartAsync(redis, world.Stub, ("Cache:SoftTimeout", "00:00:00"), ("Cache:TimeToLive", "00:00:01"));
        var live = await replica.Tokens.LoadOneAsync(Key(1), CancellationToken.None);

        // The entry expires, the next load serves it as stale, and a later one gets the refreshed value.
        await Eventually.IsTrueAsync(async () => (await replica.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Source!.AsOf > live.Source!.AsOf);

        world.Requests.Count.ShouldBe(2);
    }

    [RedisFact]
    public async Task LoadAsync_Should_WaitForTheFlight_When_AnotherReplicaLoadsACoveringKey()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        await using var first = await ReplicaHost.StartAsync(redis, gate);
        await using var second = await ReplicaHost.StartAsync(redis, gate);

        var covering = first.Tokens.LoadOneAsync(Key(1) with { WithClosed = true }, CancellationToken.None);
        await UntilAsync(redis, "*flight*", 1);
        var narrow = second.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);
        await Eventually.IsTrueAsync(() => second.AwaitedKeys == 1);
        gate.Open();
        await Task.WhenAll(covering, narrow);

        (await narrow).Value!.Items.Count.ShouldBe(1);
        world.Requests.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_LoadTheKey_When_AnotherReplicasFlightIsCancelled()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        using var never = new GatedHandler(World().Stub);
        await using var first = await ReplicaHost.StartAsync(redis, never);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);
        using var cancellation = new CancellationTokenSource();

        var cancelled = first.Tokens.LoadOneAsync(Key(1), cancellation.Token);
        await UntilAsync(redis, "*flight*", 1);
        var waiting = second.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await Eventually.IsTrueAsync(() => second.AwaitedKeys == 1);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        (await waiting).Value!.Items.Count.ShouldBe(1);
        world.Requests.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_ServeTheRefreshedAnswer_When_AnotherReplicaRefreshedTheKey()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var first = await ReplicaHost.StartAsync(redis, world.Stub, ("Cache:MinRefreshAge", "00:00:00"));
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub, ("Cache:MinRefreshAge", "00:00:00"));
        await first.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await UntilStoredAsync(redis, 1);
        var before = await second.Tokens.LoadOneAsync(Key(1), CancellationToken.None);

        using (FreshnessTracker.Begin(TimeSpan.Zero))
            await first.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        world.Requests.Count.ShouldBe(2);
        await Eventually.IsTrueAsync(async () => (await second.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Source!.AsOf > before.Source!.AsOf);

        world.Requests.Count.ShouldBe(2);
    }

    [RedisFact]
    public async Task LoadAsync_Should_ServeTheRefreshedAnswer_When_ThisReplicaHasAnOlderValueThatCoversIt()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var first = await ReplicaHost.StartAsync(redis, world.Stub, ("Cache:MinRefreshAge", "00:00:00"));
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub, ("Cache:MinRefreshAge", "00:00:00"));
        var (total, breakdown) = (new ValueKey(Wallets.Scope(1)), new ValueKey(Wallets.Scope(1), WithBreakdown: true));
        await first.Values.LoadOneAsync(breakdown, CancellationToken.None);
        await UntilStoredAsync(redis, 1);
        var before = await second.Values.LoadOneAsync(breakdown, CancellationToken.None);
        (await second.Values.LoadOneAsync(total, CancellationToken.None)).Source!.AsOf.ShouldBe(before.Source!.AsOf);
        world.Requests.Count.ShouldBe(1);

        // The other API version has totals only.
        world.Break("v5.0/general/current_value");
        using (FreshnessTracker.Begin(TimeSpan.Zero))
            await first.Values.LoadOneAsync(total, CancellationToken.None);
        var requests = world.Requests.Count;
        world.Requests[^1].ShouldContain("v4/");
        await Eventually.IsTrueAsync(async () => (await second.Values.LoadOneAsync(total, CancellationToken.None)).Source!.AsOf > before.Source!.AsOf);

        (await second.Values.LoadOneAsync(breakdown, CancellationToken.None)).Source!.AsOf.ShouldBe(before.Source!.AsOf, "it was not refreshed");
        world.Requests.Count.ShouldBe(requests);
    }

    [RedisFact]
    public async Task LoadAsync_Should_NotUseRedis_When_TheKeyIsCached()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var replica = await ReplicaHost.StartAsync(redis, world.Stub);
        await replica.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await UntilStoredAsync(redis, 1);

        // A server that does not run any more cannot answer.
        redis.Suspend();
        for (var i = 0; i < 100; i++)
            (await replica.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Source!.State.ShouldBe(DataSourceState.Cached);
        replica.Redis.IsAvailable.ShouldBeTrue("no operation has failed");
        redis.Resume();

        world.Requests.Count.ShouldBe(1);
    }

    [RedisFact]
    public async Task LoadAsync_Should_WorkAloneAndShareAgain_When_RedisIsDownAndBack()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var first = await ReplicaHost.StartAsync(redis, world.Stub);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);

        redis.Kill();
        await Eventually.IsTrueAsync(() => !first.Redis.IsAvailable && !second.Redis.IsAvailable);
        (await first.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Value!.Items.Count.ShouldBe(1);
        (await second.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Value!.Items.Count.ShouldBe(1);
        world.Requests.Count.ShouldBe(2);

        await redis.RestartAsync();
        await Eventually.IsTrueAsync(() => first.Redis.IsAvailable && second.Redis.IsAvailable);
        await first.Tokens.LoadOneAsync(Key(2), CancellationToken.None);
        await UntilStoredAsync(redis, 1);
        (await second.Tokens.LoadOneAsync(Key(2), CancellationToken.None)).Value!.Items.Count.ShouldBe(1);
        world.Requests.Count.ShouldBe(3);
    }

    [RedisFact]
    public async Task Store_Should_HashAddressesInNames_When_AnEntryIsStored()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await ReplicaHost.StartAsync(redis, World().Stub);
        await replica.Tokens.LoadOneAsync(Key(1), CancellationToken.None);
        await UntilStoredAsync(redis, 1);

        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var names = connection.GetServers()[0].Keys(pattern: "*").Select(static key => key.ToString()).ToList();
        names.ShouldNotBeEmpty();
        var digits = Wallets.Lower(1)[2..];
        names.ShouldAllBe(name => !name.Contains(digits, StringComparison.OrdinalIgnoreCase));
    }

    private static string Describe(TokenHolding holding) => $"{holding.Key} {holding.Amount} {holding.ValueUsd} {holding.ProfitAndLoss.Value?.AbsoluteUsd} {holding.ProfitAndLoss.Value?.Roi}";

    private static TokensKey Key(int wallet) => new(Wallets.Owners(wallet), TimeRange.OneYear);

    private static StubWorld World() => new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 2m));

    private static Task UntilStoredAsync(RedisProcess redis, int entries) => UntilAsync(redis, "*:cache:*", entries);

    // Entries are stored in the background.
    private static async Task UntilAsync(RedisProcess redis, string pattern, int count)
    {
        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await Eventually.IsTrueAsync(() => connection.GetServers()[0].Keys(pattern: pattern).Count() >= count, $"{count} keys like {pattern}");
    }
}

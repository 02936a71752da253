using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>While a call waits for its permit, loads that fit into the same request join it.</summary>
public sealed class QueuedCallTests
{
    // Longer than the time to the next permit, shorter than every timeout.
    private static readonly TimeSpan AdvanceLimit = TimeSpan.FromSeconds(2);

    private readonly SteppedTimeProvider _time = new();
    private TimeSpan _start;

    private static StubWorld World(int wallets)
    {
        var world = new StubWorld();
        for (var wallet = 1; wallet <= wallets; wallet++)
            world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2)).Supply($"0x{1000 + wallet:x40}", $"P{wallet}", (wallet, wallet));
        return world;
    }

    private CoreHost Limited(StubWorld world, params (string Setting, string Value)[] settings)
    {
        var core = CoreHost.Over(world.Stub, _time, [("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:Timeout", "00:02:00"), ("Upstream:AttemptTimeout", "00:02:00"), .. settings]);
        core.RateLimiter.Current.Remaining.ShouldBe(0, "a new process has no permit yet");
        _time.Advance(TimeSpan.FromSeconds(1));
        _start = _time.Elapsed;
        return core;
    }

    [Fact]
    public async Task LoadAsync_Should_BatchAllQueuedLoads_When_FiftyClientsLoadAtOnce()
    {
        var world = World(50);
        using var core = Limited(world);

        var loads = Enumerable.Range(1, 50).Select(w => core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(w)), CancellationToken.None)).ToList();
        var results = Task.WhenAll(loads);
        await _time.AdvanceUntilAsync(results, AdvanceLimit);

        (await results).Select(result => result.Value!.TotalUsd).ShouldBe(Enumerable.Range(1, 50).Select(w => (decimal?)world.ValueOf([w])));
        world.Requests.Count.ShouldBe(1 + 5);
        (_time.Elapsed - _start).ShouldBe(TimeSpan.FromSeconds(5), "the first call is dispatched at once, the others one per second");
    }

    [Fact]
    public async Task LoadAsync_Should_SendTheLoadsThatWaitLongestInFullCalls_When_TheyArriveOneByOne()
    {
        var world = World(27);
        using var core = Limited(world);

        List<Task> loads = [];
        for (var wallet = 1; wallet <= 27; wallet++)
        {
            loads.Add(core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(wallet)), CancellationToken.None));
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await _time.AdvanceUntilAsync(Task.WhenAll(loads), AdvanceLimit);

        world.Requests.Select(static request => request.Split('?')[1]).ShouldBe([Query(1, 1), Query(2, 10), Query(12, 10), Query(22, 6)]);

        static string Query(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(static wallet => $"addresses=w{wallet}&")) + "use_cache=true";
    }

    [Fact]
    public async Task LoadAsync_Should_ExtendTheQueuedCall_When_MoreOfTheSameSubjectIsRequested()
    {
        var world = World(2);
        using var core = Limited(world);

        var first = core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None);
        var total = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);
        var chain = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1).On(1)), CancellationToken.None);
        var breakdown = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1), WithBreakdown: true), CancellationToken.None);
        await _time.AdvanceUntilAsync(Task.WhenAll(first, total, chain, breakdown), AdvanceLimit);

        (await total).Value!.TotalUsd.ShouldBe(world.ValueOf([1]));
        (await breakdown).Value!.Breakdown!.TotalUsd.ShouldBe(world.ValueOf([1]));
        world.Requests.Count.ShouldBe(2, "profit and loss, then one value for all three");
    }

    [Fact]
    public async Task LoadAsync_Should_DispatchAtOnce_When_APermitIsAvailable()
    {
        var world = World(1);
        using var core = Limited(world);

        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);

        (_time.Elapsed - _start).ShouldBe(TimeSpan.Zero);
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_FreeItsQueueEntry_When_TheCallerCancels()
    {
        var world = World(3);
        using var core = Limited(world);
        using var cancellation = new CancellationTokenSource();
        static ProfitAndLossKey Of(int wallet) => new(Wallets.Owners(wallet), TimeRange.OneYear);

        await core.ProfitAndLoss.LoadOneAsync(Of(1), CancellationToken.None);
        var cancelled = core.ProfitAndLoss.LoadOneAsync(Of(2), cancellation.Token);
        var remaining = core.ProfitAndLoss.LoadOneAsync(Of(3), CancellationToken.None);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        await _time.AdvanceUntilAsync(remaining, AdvanceLimit);

        (_time.Elapsed - _start).ShouldBe(TimeSpan.FromSeconds(1), "the remaining waiter gets the next permit");
        world.Requests.Select(r => r.Contains("w2", StringComparison.Ordinal)).ShouldBe([false, false]);
    }

    [Fact]
    public async Task LoadAsync_Should_FailWithRetryAfter_When_TheQueueIsTooLong()
    {
        var world = World(12);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:05"));

        var loads = Enumerable.Range(1, 12).Select(w => core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(w), TimeRange.OneYear), CancellationToken.None)).ToList();
        await _time.AdvanceUntilAsync(Task.WhenAll(loads), AdvanceLimit);

        var rejected = loads.Select(load => load.Result.Failure).OfType<LoadFailure>().ToList();
        rejected.ShouldNotBeEmpty();
        rejected.ShouldAllBe(failure => failure.Kind == LoadFailureKind.BudgetExhausted && failure.RetryAfter > TimeSpan.Zero && failure.Owners != null);
        world.Requests.Count.ShouldBe(12 - rejected.Count);
    }

    [Fact]
    public async Task LoadAsync_Should_ServeStale_When_TheQueueIsTooLong()
    {
        var world = World(1);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:00"));
        var key = new ProfitAndLossKey(Wallets.Owners(1), TimeRange.OneYear);
        await core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(61));
        // Another load uses the permit that has become available since.
        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);

        var stale = await core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None);

        stale.Source!.State.ShouldBe(DataSourceState.Stale);
        world.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_Should_ShareCallsRoundRobin_When_OneClientLoadsManyWallets()
    {
        var world = World(20);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:30"), ("Upstream:Timeout", "00:01:00"));
        List<Task<LoadResult<ProfitAndLossTable>>> greedy;
        Task<LoadResult<ProfitAndLossTable>> modest;

        using (UpstreamCallContext.BeginScope(new CallerInfo("greedy", CallPriority.Interactive)))
            greedy = [.. Enumerable.Range(1, 19).Select(w => core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(w), TimeRange.OneYear), CancellationToken.None))];
        using (UpstreamCallContext.BeginScope(new CallerInfo("modest", CallPriority.Interactive)))
            modest = core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(20), TimeRange.OneYear), CancellationToken.None);
        await _time.AdvanceUntilAsync(Task.WhenAll([modest, .. greedy]), AdvanceLimit);

        world.Requests.Count.ShouldBe(20);
        // By the order of the calls. By the clock, it would depend on when another thread completes the load.
        world.Stub.Requests.ToList().FindIndex(request => request.PathAndQuery.Contains(Wallets.Lower(20), StringComparison.Ordinal)).ShouldBeLessThan(3);
    }

    [Fact]
    public async Task LoadAsync_Should_SendOneCall_When_AnotherClientJoinsAsThePermitIsGranted()
    {
        var world = World(2);
        using var core = Limited(world);
        async Task<LoadResult<ProfitAndLossTable>> LoadAsync(string client, int wallet)
        {
            using var scope = UpstreamCallContext.BeginScope(new CallerInfo(client, CallPriority.Interactive));
            return await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(wallet), TimeRange.OneYear), CancellationToken.None);
        }

        await LoadAsync("ann", 1);
        var first = LoadAsync("ann", 2);
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = LoadAsync("bob", 2);
        await Task.WhenAll(first, second);
        await _time.AdvanceUntilAsync(LoadAsync("ann", 2), AdvanceLimit);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await second).Value.ShouldNotBeNull();
        world.Requests.Count.ShouldBe(2);
        core.WaiterCount.ShouldBe(0);
    }

    [Fact]
    public async Task LoadAsync_Should_CountTheTimeoutFromTheFirstLoad_When_AnOperationLoadsTwice()
    {
        var world = World(9);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:04"));
        static ProfitAndLossKey Of(int wallet) => new(Wallets.Owners(wallet), TimeRange.OneYear);
        await core.ProfitAndLoss.LoadOneAsync(Of(1), CancellationToken.None);
        Task<LoadResult<ProfitAndLossTable>> first, late, free;

        using (UpstreamUsageRecorder.Begin())
        {
            first = core.ProfitAndLoss.LoadOneAsync(Of(2), CancellationToken.None);
            await _time.AdvanceUntilAsync(first, AdvanceLimit);
            _time.Advance(TimeSpan.FromSeconds(4));
            free = core.ProfitAndLoss.LoadOneAsync(Of(3), CancellationToken.None);
            late = core.ProfitAndLoss.LoadOneAsync(Of(4), CancellationToken.None);
        }

        var another = core.ProfitAndLoss.LoadOneAsync(Of(5), CancellationToken.None);
        await _time.AdvanceUntilAsync(Task.WhenAll(first, free, late, another), AdvanceLimit);

        (await first).Value.ShouldNotBeNull();
        (await free).Value.ShouldNotBeNull("an available permit needs no wait");
        (await late).Failure!.Kind.ShouldBe(LoadFailureKind.BudgetExhausted, "the operation has used up its queue timeout");
        (await another).Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task LoadAsync_Should_PreferWaitersWithoutAFallback_When_OthersHaveAStaleValue()
    {
        var world = World(9);
        using var core = Limited(world, ("Cache:SoftTimeout", "00:00:30"));
        Task<LoadResult<ProfitAndLossTable>> LoadAsync(int wallet) => core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(wallet), TimeRange.OneYear), CancellationToken.None);
        await LoadAsync(1);
        _time.Advance(TimeSpan.FromSeconds(61));
        await LoadAsync(9);

        Task<LoadResult<ProfitAndLossTable>>[] waiting = [LoadAsync(1), LoadAsync(2), LoadAsync(3)];
        await _time.AdvanceUntilAsync(Task.WhenAll(waiting), AdvanceLimit);

        (await waiting[0]).Source!.State.ShouldBe(DataSourceState.Live);
        world.Requests.Skip(2).Select(request => request.Split("addresses=")[1].Split('&')[0]).ShouldBe(["w2", "w3", "w1"]);
    }
}

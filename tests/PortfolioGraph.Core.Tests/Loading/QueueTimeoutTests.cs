using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>How long a load waits for its permit: the queue timeout of its operation, or the shorter soft timeout if it has a stale fallback.</summary>
public sealed class QueueTimeoutTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubWorld _world = new();

    public QueueTimeoutTests()
    {
        for (var wallet = 1; wallet <= 20; wallet++)
            _world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2));
    }

    private CoreHost Limited(params (string Setting, string Value)[] settings)
    {
        var core = CoreHost.Over(_world.Stub, _time, [("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:Timeout", "00:02:00"), ("Upstream:AttemptTimeout", "00:02:00"), .. settings]);
        core.RateLimiter.Current.Remaining.ShouldBe(0, "a new process has no permit yet");
        _time.Advance(Second);
        return core;
    }

    private static async Task<LoadResult<ProfitAndLossTable>> LoadAsync(CoreHost core, int wallet, CallerInfo? caller = null, CancellationToken ct = default)
    {
        using var scope = UpstreamCallContext.BeginScope(caller ?? Ann);
        return await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(wallet), TimeRange.OneYear), ct);
    }

    // One call per second, each for one wallet. Later loads wait behind these.
    private static Task QueueAsync(CoreHost core, int wallets) => Task.WhenAll(Enumerable.Range(11, wallets).Select(wallet => LoadAsync(core, wallet, Bob)));

    private async Task WaitForCallsAsync(int count)
    {
        while (_world.Requests.Count < count)
            await Task.Yield();
    }

    private async Task<CoreHost> CreateWithStaleValueAsync(params (string Setting, string Value)[] settings)
    {
        var core = Limited(settings);
        (await LoadAsync(core, 1)).Source!.State.ShouldBe(DataSourceState.Live);
        _time.Advance(TimeSpan.FromSeconds(61));
        return core;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadAsync_Should_TimeOut_When_ItWaitsForAnotherOperationsCall(bool isTheSameClient)
    {
        using var core = Limited(("Upstream:QueueTimeout", "00:00:08"));
        using var usage = UpstreamUsageRecorder.Begin();
        (await LoadAsync(core, 1)).Value.ShouldNotBeNull();
        _time.Advance(7 * Second);
        var others = AnotherOperationAsync(core, isTheSameClient ? Ann : Bob);

        var load = LoadAsync(core, 5);
        _time.Advance(Second - Moment);
        load.IsCompleted.ShouldBeFalse();
        // Its operation had used seven of its eight seconds when the load started.
        _time.Advance(Moment);
        var failure = (await load).Failure!;
        await _time.AdvanceUntilAsync(others, 2 * Second);

        failure.Kind.ShouldBe(LoadFailureKind.BudgetExhausted);
        failure.RetryAfter.ShouldNotBeNull();
        (await others).Value.ShouldNotBeNull("the later operation has time left");
    }

    private static async Task<LoadResult<ProfitAndLossTable>> AnotherOperationAsync(CoreHost core, CallerInfo caller)
    {
        using var usage = UpstreamUsageRecorder.Begin();
        var loads = new[] { 2, 3, 4, 5 }.Select(wallet => LoadAsync(core, wallet, caller)).ToList();
        await Task.WhenAll(loads);
        return await loads[^1];
    }

    [Fact]
    public async Task LoadAsync_Should_ServeStaleAndRefreshInTheBackground_When_TheQueueIsLong()
    {
        using var core = await CreateWithStaleValueAsync();
        var queue = QueueAsync(core, 5);

        var late = LoadAsync(core, 1);
        _time.Advance((2 * Second) - Moment);
        late.IsCompleted.ShouldBeFalse();
        _time.Advance(Moment);
        var result = await late;
        var callsByThen = _world.Requests.Count;
        await _time.AdvanceUntilAsync(Task.WhenAll(queue, WaitForCallsAsync(1 + 5 + 1)), 2 * Second);

        result.Source!.State.ShouldBe(DataSourceState.Stale);
        callsByThen.ShouldBeLessThan(1 + 5);
        (await LoadAsync(core, 1)).Source!.State.ShouldNotBe(DataSourceState.Stale, "its queue entry was kept");
        _world.Requests.Count.ShouldBe(1 + 5 + 1);
    }

    [Fact]
    public async Task LoadAsync_Should_ServeStaleAtOnce_When_AnotherWaiterHasTimedOut()
    {
        using var core = await CreateWithStaleValueAsync();
        var queue = QueueAsync(core, 6);
        var late = LoadAsync(core, 1);
        _time.Advance(2 * Second);
        await late;
        var startedAt = _time.Elapsed;

        var results = await Task.WhenAll(LoadAsync(core, 1), LoadAsync(core, 1, Bob));

        results.ShouldAllBe(result => result.Source!.State == DataSourceState.Stale);
        _time.Elapsed.ShouldBe(startedAt);
        await _time.AdvanceUntilAsync(Task.WhenAll(queue, WaitForCallsAsync(1 + 6 + 1)), 2 * Second);
        _time.Advance(5 * Second);
        _world.Requests.Count.ShouldBe(1 + 6 + 1, "one call for all three");
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForTheResponse_When_APermitIsAvailable()
    {
        using var core = await CreateWithStaleValueAsync(("Cache:SoftTimeout", "00:00:00"));

        var result = await LoadAsync(core, 1);

        result.Source!.State.ShouldBe(DataSourceState.Live);
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForItsTurn_When_APollHasAStaleValue()
    {
        using var core = await CreateWithStaleValueAsync();
        var queue = QueueAsync(core, 5);

        var polled = LoadAsync(core, 1, new CallerInfo("poll", CallPriority.Background));
        await _time.AdvanceUntilAsync(Task.WhenAll(polled, queue), 2 * Second);

        (await polled).Source!.State.ShouldBe(DataSourceState.Live);
    }

    [Fact]
    public async Task LoadAsync_Should_FreeItsQueueEntry_When_TheCallerCancelsBeforeStaleIsServed()
    {
        using var core = await CreateWithStaleValueAsync();
        using var cancellation = new CancellationTokenSource();
        var queue = QueueAsync(core, 3);

        var cancelled = LoadAsync(core, 1, ct: cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        await _time.AdvanceUntilAsync(queue, 2 * Second);
        _time.Advance(2 * Second);

        _world.Requests.Count.ShouldBe(1 + 3);
    }
}

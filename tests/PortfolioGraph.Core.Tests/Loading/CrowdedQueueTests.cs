using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>One client has filled its part of the permit queue. Calls of other clients and waiters that are already queued are not affected.</summary>
public sealed class CrowdedQueueTests
{
    private const int QueuedWaiters = 80;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly CallerInfo Greedy = new("greedy", CallPriority.Interactive);
    private static readonly CallerInfo Other = new("other", CallPriority.Interactive);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubWorld _world = new();

    public CrowdedQueueTests()
    {
        for (var wallet = 1; wallet <= 120; wallet++)
            _world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2));
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForItsTurn_When_AnotherClientHasFilledTheQueue()
    {
        using var core = Limited();
        var greedy = FillTheQueue(core);

        var other = LoadAsync(core, Other, [101]);
        other.IsCompleted.ShouldBeFalse();
        core.WaiterCount.ShouldBe(QueuedWaiters + 1, "no waiter loses its position");
        await _time.AdvanceUntilAsync(other, Second);

        (await other).Single().Value!.TotalUsd.ShouldBe(_world.ValueOf([101]));
        _world.Requests.Index().First(request => request.Item.Contains("w101", StringComparison.Ordinal)).Index.ShouldBeLessThanOrEqualTo(2, "one call was dispatched before, then the clients take turns");
        await _time.AdvanceUntilAsync(greedy, Second);
    }

    [Fact]
    public async Task LoadAsync_Should_RejectOnlyTheNewWaiter_When_TheSameClientHasFilledTheQueue()
    {
        using var core = Limited();
        var greedy = FillTheQueue(core);

        var more = await LoadAsync(core, Greedy, [101]);

        more.Single().Failure!.Kind.ShouldBe(LoadFailureKind.BudgetExhausted);
        core.WaiterCount.ShouldBe(QueuedWaiters);
        await _time.AdvanceUntilAsync(greedy, Second);
    }

    [Fact]
    public async Task LoadAsync_Should_KeepWaiting_When_ANewWaiterOfItsCallIsRejected()
    {
        using var core = Limited();
        var greedy = FillTheQueue(core);
        var other = LoadAsync(core, Other, [.. Enumerable.Range(101, 10)]);

        // The breakdown of one of these wallets needs a call of its own, which covers the waiter of its total as well.
        var more = await LoadAsync(core, Greedy, [101], withBreakdown: true);
        await _time.AdvanceUntilAsync(Task.WhenAll(other, greedy), Second);

        more.Single().Failure!.Kind.ShouldBe(LoadFailureKind.BudgetExhausted);
        (await other).Select(result => result.Value?.TotalUsd).ShouldBe(Enumerable.Range(101, 10).Select(wallet => (decimal?)_world.ValueOf([wallet])));
    }

    [Fact]
    public async Task LoadAsync_Should_SendItsCallOnce_When_ItIsReassignedToAPermitBeingGranted()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = Limited(gate);
        var greedy = FillTheQueue(core);
        var other = LoadAsync(core, Other, [101]);

        // Keep the call in flight, so that a second call would still have a waiter.
        await _time.AdvanceUntilAsync(_world.Stub.ReceivedAsync(3), 3 * Second);
        gate.Open();
        await _time.AdvanceUntilAsync(Task.WhenAll(other, greedy), Second);

        (await other).Single().Value.ShouldNotBeNull();
        _world.Requests.ShouldBeUnique();
    }

    private CoreHost Limited(HttpMessageHandler? upstream = null)
    {
        var core = CoreHost.Over(upstream ?? _world.Stub, _time, ("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:QueueTimeout", "00:00:08"), ("Upstream:AttemptTimeout", "00:01:00"), ("Upstream:Timeout", "00:01:00"));
        core.RateLimiter.Current.Remaining.ShouldBe(0, "a new process has no permit yet");
        _time.Advance(Second);
        return core;
    }

    // One call of ten wallets is dispatched at once, eight are queued, and the tenth would wait too long.
    private static Task<IReadOnlyList<LoadResult<Valuation>>> FillTheQueue(CoreHost core)
    {
        var loading = LoadAsync(core, Greedy, [.. Enumerable.Range(1, 100)]);
        core.WaiterCount.ShouldBeInRange(QueuedWaiters, QueuedWaiters + 10);
        core.RateLimiter.Current.Waiting.ShouldBe(8);
        return loading;
    }

    private static async Task<IReadOnlyList<LoadResult<Valuation>>> LoadAsync(CoreHost core, CallerInfo caller, IReadOnlyList<int> wallets, bool withBreakdown = false)
    {
        using var scope = UpstreamCallContext.BeginScope(caller);
        using var usage = UpstreamUsageRecorder.Begin();
        List<ValueKey> keys = [.. wallets.Select(wallet => new ValueKey(Wallets.Scope(wallet), withBreakdown))];
        var results = await core.Values.LoadAsync(keys, CancellationToken.None);
        return [.. keys.Select(key => results[key])];
    }
}

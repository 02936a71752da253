using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>How long a load waits for its permit: an operation's patience, shorter where there is an answer to fall back to.</summary>
public sealed class PatienceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubWorld _world = new();

    public PatienceTests()
    {
        for (var wallet = 1; wallet <= 20; wallet++)
            _world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2));
    }

    private CoreHost Limited(params (string Setting, string Value)[] settings)
    {
        var core = CoreHost.Over(_world.Stub, _time, [("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:Timeout", "00:02:00"), ("Upstream:AttemptTimeout", "00:02:00"), .. settings]);
        core.Budget.Current.Remaining.ShouldBe(0, "a new process has no permit yet");
        _time.Advance(Second);
        return core;
    }

    private static async Task<LoadResult<ProfitAndLossTable>> LoadAsync(CoreHost core, int wallet, CallerInfo? origin = null, CancellationToken ct = default)
    {
        using var flow = UpstreamCallContext.BeginScope(origin ?? Ann);
        return await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(wallet), TimeRange.OneYear), ct);
    }

    // One call a second, each for one wallet: whoever comes after these waits.
    private static Task QueueAsync(CoreHost core, int wallets) => Task.WhenAll(Enumerable.Range(11, wallets).Select(wallet => LoadAsync(core, wallet, Bob)));

    private async Task CallsAsync(int count)
    {
        while (_world.Requests.Count < count)
            await Task.Yield();
    }

    private async Task<CoreHost> WithAnOldAnswerAsync(params (string Setting, string Value)[] settings)
    {
        var core = Limited(settings);
        (await LoadAsync(core, 1)).Source!.State.ShouldBe(SourceState.Live);
        _time.Advance(TimeSpan.FromSeconds(61));
        return core;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadAsync_Should_EndAWaitForAnothersCall_When_ItsOperationHasWaitedLongEnough(bool isTheSameClient)
    {
        using var core = Limited(("Upstream:QueueTimeout", "00:00:08"));
        using var tally = UpstreamUsageRecorder.Begin();
        (await LoadAsync(core, 1)).Value.ShouldNotBeNull();
        _time.Advance(7 * Second);
        var others = AnotherOperationAsync(core, isTheSameClient ? Ann : Bob);

        var mine = LoadAsync(core, 5);
        _time.Advance(Second - Moment);
        mine.IsCompleted.ShouldBeFalse();
        // Seven of its eight seconds were over when it asked.
        _time.Advance(Moment);
        var failure = (await mine).Failure!;
        await _time.AdvanceUntilAsync(others, 2 * Second);

        failure.Kind.ShouldBe(LoadFailureKind.BudgetExhausted);
        failure.RetryAfter.ShouldNotBeNull();
        (await others).Value.ShouldNotBeNull("who came later has time left");
    }

    private static async Task<LoadResult<ProfitAndLossTable>> AnotherOperationAsync(CoreHost core, CallerInfo origin)
    {
        using var tally = UpstreamUsageRecorder.Begin();
        var loads = new[] { 2, 3, 4, 5 }.Select(wallet => LoadAsync(core, wallet, origin)).ToList();
        await Task.WhenAll(loads);
        return await loads[^1];
    }

    [Fact]
    public async Task LoadAsync_Should_ServeTheOldAnswerAndLetTheCallGoOn_When_ItsTurnIsFar()
    {
        using var core = await WithAnOldAnswerAsync();
        var queue = QueueAsync(core, 5);

        var late = LoadAsync(core, 1);
        _time.Advance((2 * Second) - Moment);
        late.IsCompleted.ShouldBeFalse();
        _time.Advance(Moment);
        var answer = await late;
        var callsThen = _world.Requests.Count;
        await _time.AdvanceUntilAsync(Task.WhenAll(queue, CallsAsync(1 + 5 + 1)), 2 * Second);

        answer.Source!.State.ShouldBe(SourceState.Stale);
        callsThen.ShouldBeLessThan(1 + 5);
        (await LoadAsync(core, 1)).Source!.State.ShouldNotBe(SourceState.Stale, "its place was kept");
        _world.Requests.Count.ShouldBe(1 + 5 + 1);
    }

    [Fact]
    public async Task LoadAsync_Should_ServeTheOldAnswerAtOnce_When_AnotherHasWaitedForItInVain()
    {
        using var core = await WithAnOldAnswerAsync();
        var queue = QueueAsync(core, 6);
        var late = LoadAsync(core, 1);
        _time.Advance(2 * Second);
        await late;
        var asked = _time.Elapsed;

        var answers = await Task.WhenAll(LoadAsync(core, 1), LoadAsync(core, 1, Bob));

        answers.ShouldAllBe(answer => answer.Source!.State == SourceState.Stale);
        _time.Elapsed.ShouldBe(asked);
        await _time.AdvanceUntilAsync(Task.WhenAll(queue, CallsAsync(1 + 6 + 1)), 2 * Second);
        _time.Advance(5 * Second);
        _world.Requests.Count.ShouldBe(1 + 6 + 1, "one call for all three");
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForTheNewAnswer_When_TheUpstreamIsSlowAndThePermitWasFree()
    {
        using var core = await WithAnOldAnswerAsync(("Cache:SoftTimeout", "00:00:00"));

        var answer = await LoadAsync(core, 1);

        answer.Source!.State.ShouldBe(SourceState.Live);
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForItsTurn_When_ThePollBehindASubscriptionHasAnOldAnswer()
    {
        using var core = await WithAnOldAnswerAsync();
        var queue = QueueAsync(core, 5);

        var polled = LoadAsync(core, 1, new CallerInfo("poll", CallPriority.Background));
        await _time.AdvanceUntilAsync(Task.WhenAll(polled, queue), 2 * Second);

        (await polled).Source!.State.ShouldBe(SourceState.Live);
    }

    [Fact]
    public async Task LoadAsync_Should_FreeItsPlace_When_ItsClientLeavesBeforeTheOldAnswerIsServed()
    {
        using var core = await WithAnOldAnswerAsync();
        using var leaving = new CancellationTokenSource();
        var queue = QueueAsync(core, 3);

        var given = LoadAsync(core, 1, ct: leaving.Token);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(given);
        await _time.AdvanceUntilAsync(queue, 2 * Second);
        _time.Advance(2 * Second);

        _world.Requests.Count.ShouldBe(1 + 3);
    }
}

using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>The rate limiter with a budget that replicas share, and with its fallback share, at exact times.</summary>
public sealed class SharedBudgetTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly SharedBudgetState Idle = new(1, null, null, TimeSpan.Zero, 0, TimeSpan.Zero, TimeSpan.Zero, 1, TimeSpan.Zero);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubBudget _budget = new();

    [Fact]
    public void Request_Should_BeGrantedInItsTurnsOnly_When_TheBudgetIsAway()
    {
        _budget.Fallback = new FallbackShare(1 / 3.0, 2 * Second);
        using var limiter = Create();

        GrantedAfter(limiter).ShouldBe(2 * Second);
        GrantedAfter(limiter).ShouldBe(3 * Second);

        // The tolerance is 2 % of a turn.
        _time.Advance((3 * Second) + TimeSpan.FromMilliseconds(20));
        GrantedAfter(limiter).ShouldBe(TimeSpan.Zero);
        GrantedAfter(limiter).ShouldBe((3 * Second) - TimeSpan.FromMilliseconds(20), "lateness does not add up");
        _time.Advance((3 * Second) + TimeSpan.FromMilliseconds(21));
        GrantedAfter(limiter).ShouldBe((3 * Second) - TimeSpan.FromMilliseconds(21));
    }

    [Fact]
    public void Request_Should_WaitForAnInterval_When_ItsTurnFollowsTheLossOfTheBudget()
    {
        _budget.Fallback = new FallbackShare(1 / 3.0, Second / 2);
        using var limiter = Create();

        GrantedAfter(limiter).ShouldBe(3.5 * Second);
    }

    [Fact]
    public void Request_Should_GetTheShare_When_TheBudgetIsAwayAndTheOthersAreNotKnown()
    {
        _budget.Fallback = new FallbackShare(0.25, null);
        using var limiter = Create();

        GrantedAfter(limiter).ShouldBe(4 * Second);
        GrantedAfter(limiter).ShouldBe(4 * Second);
    }

    [Fact]
    public async Task Request_Should_HaveOneAcquisitionOutstanding_When_ManyCallersWait()
    {
        using var limiter = Create();
        await JoinAsync(limiter);
        var permits = Enumerable.Range(0, 5).Select(_ => limiter.Request(CallerInfo.Unknown)).ToList();

        var acquisition = await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync));
        _budget.Pending.ShouldBe(0);
        acquisition.SetResult(Idle with { Slot = Slot("one") });
        (await permits[0].WaitAsync(CancellationToken.None)).ShouldBeNull();
        permits.Skip(1).ShouldAllBe(permit => permit.State == CallPermitState.Waiting);

        // The account allows no further call yet.
        (await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync))).SetResult(Idle with { AskAfter = Second, Due = Second, OthersWaiting = 2 });
        // Each of the four that wait lets two others precede it.
        await Eventually.IsTrueAsync(() => limiter.Current.ResetAt == _time.GetUtcNow() + (13 * Second));
        limiter.Request(CallerInfo.Unknown).State.ShouldBe(CallPermitState.Rejected, "the queue timeout is ten seconds");

        _budget.Pending.ShouldBe(0);
        _time.Advance(Second);
        _ = await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync));
    }

    [Fact]
    public async Task TryStartSending_Should_Fail_When_TheSlotIsNoLongerValid()
    {
        using var limiter = Create();
        await JoinAsync(limiter);
        var permit = limiter.Request(CallerInfo.Unknown);
        var slot = Slot("late");
        (await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync))).SetResult(Idle with { Slot = slot });
        (await permit.WaitAsync(CancellationToken.None)).ShouldBeNull();

        _time.Advance(TimeSpan.FromMilliseconds(2001));

        permit.TryStartSending().ShouldBeFalse();
        permit.State.ShouldBe(CallPermitState.Returned);
        _ = await _budget.NextAsync(nameof(ISharedCallBudget.ReturnAsync));
    }

    [Fact]
    public async Task Request_Should_WaitForTheReply_When_TheQueueTimeoutIsZero()
    {
        using var limiter = Create(queueTimeout: TimeSpan.Zero);
        await JoinAsync(limiter);

        var permit = limiter.Request(CallerInfo.Unknown);
        permit.State.ShouldBe(CallPermitState.Waiting);
        (await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync))).SetResult(Idle with { Slot = Slot("one") });

        (await permit.WaitAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Acquire_Should_ReturnTheSlot_When_TheCallersHaveLeft()
    {
        using var limiter = Create();
        await JoinAsync(limiter);
        var permit = limiter.Request(CallerInfo.Unknown);
        var acquisition = await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync));

        permit.Dispose();
        acquisition.SetResult(Idle with { Slot = Slot("unused") });

        _ = await _budget.NextAsync(nameof(ISharedCallBudget.ReturnAsync));
    }

    [Fact]
    public async Task Request_Should_UseTheFallbackShare_When_OtherReplicasComeBackFromTheirs()
    {
        using var limiter = Create();
        await JoinAsync(limiter);
        _budget.Fallback = new FallbackShare(0.5, null);
        var permit = limiter.Request(CallerInfo.Unknown);

        (await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync))).SetResult(Idle with { AskAfter = Second / 4, StartsAfter = 3 * Second });
        await Eventually.IsTrueAsync(() => limiter.Current.ResetAt == _time.GetUtcNow() + (2 * Second) + (2 * Second));
        _time.Advance(2 * Second);
        permit.TryUse().ShouldBeTrue();
        permit.Slot.ShouldBeNull();
        _ = await _budget.NextAsync(nameof(ISharedCallBudget.ReportSentAsync));

        // The budget is used again at the common time.
        using var later = limiter.Request(CallerInfo.Unknown);
        _budget.Pending.ShouldBe(0);
        _time.Advance(Second);
        _ = await _budget.NextAsync(nameof(ISharedCallBudget.AcquireAsync));
        later.State.ShouldBe(CallPermitState.Waiting);
    }

    [Fact]
    public async Task Pause_Should_BeAnnouncedAgain_When_TheBudgetLostItsState()
    {
        using var limiter = Create();
        await JoinAsync(limiter);
        await PauseAsync(limiter);

        _budget.OnChange!(true);
        (await _budget.NextAsync(nameof(ISharedCallBudget.JoinAsync))).SetResult(Idle with { Order = 3, Created = 2 });

        _ = await _budget.NextAsync(nameof(ISharedCallBudget.AnnounceAsync));
        limiter.Current.ResetAt.ShouldBe(_time.GetUtcNow() + (61 * Second));
    }

    [Fact]
    public async Task Pause_Should_End_When_AnotherReplicaEndedIt()
    {
        using var limiter = Create();
        await JoinAsync(limiter);
        await PauseAsync(limiter);

        _budget.OnChange!(true);
        (await _budget.NextAsync(nameof(ISharedCallBudget.JoinAsync))).SetResult(Idle with { Order = 3 });

        await Eventually.IsTrueAsync(() => limiter.Current.ResetAt is null);
    }

    private async Task JoinAsync(UpstreamRateLimiter limiter)
    {
        _budget.IsAvailable = true;
        _budget.OnContact!();
        (await _budget.NextAsync(nameof(ISharedCallBudget.JoinAsync))).SetResult(Idle);
        // The fallback share allows no call at first.
        await Eventually.IsTrueAsync(() => limiter.Current.ResetAt is null);
    }

    // The reply states a longer wait than the limiter announced, so that the test sees when the limiter has applied it.
    private async Task PauseAsync(UpstreamRateLimiter limiter)
    {
        limiter.Pause(null, 60 * Second);
        var announced = Idle with { Order = 2, WaitEnd = 61 * Second, NoCallsFor = 61 * Second };
        (await _budget.NextAsync(nameof(ISharedCallBudget.AnnounceAsync))).SetResult(announced);
        await Eventually.IsTrueAsync(() => limiter.Current.ResetAt == _time.GetUtcNow() + (61 * Second));
    }

    private TimeSpan GrantedAfter(UpstreamRateLimiter limiter)
    {
        var start = _time.Elapsed;
        using var permit = limiter.Request(CallerInfo.Unknown);
        while (permit.State == CallPermitState.Waiting)
            _time.Advance(TimeSpan.FromMilliseconds(1));
        permit.TryUse().ShouldBeTrue();
        return _time.Elapsed - start;
    }

    private UpstreamRateLimiter Create(TimeSpan? queueTimeout = null)
    {
        var options = new UpstreamOptions { CallsPerSecond = 1, RateLimitMargin = 0, QueueTimeout = queueTimeout ?? 10 * Second };
        return new UpstreamRateLimiter(Options.Create(options), _time, UnobservedMetrics.Upstream, _budget);
    }

    private SharedSlot Slot(string id) => new(id, isProbe: false) { ValidUntil = _time.GetTimestamp() + (2 * TimeSpan.TicksPerSecond) };

    /// <summary>A budget whose replies a test gives.</summary>
    private sealed class StubBudget : ISharedCallBudget
    {
        private readonly Lock _gate = new();
        private readonly Queue<(string Name, TaskCompletionSource<SharedBudgetState?> Reply)> _commands = new();

        public bool IsAvailable { get; set; }

        public FallbackShare Fallback { get; set; } = new(1, null);

        public Action? OnContact { get; private set; }

        public Action<bool>? OnChange { get; private set; }

        public int Pending
        {
            get
            {
                lock (_gate)
                    return _commands.Count;
            }
        }

        /// <summary>Waits for the next command, which must have the given name, and returns its reply to be given.</summary>
        public async Task<TaskCompletionSource<SharedBudgetState?>> NextAsync(string name)
        {
            await Eventually.IsTrueAsync(() => Pending > 0);
            lock (_gate)
            {
                var (next, reply) = _commands.Dequeue();
                next.ShouldBe(name);
                return reply;
            }
        }

        public void Start(SharedLimit limit, Action onContact, Action<bool> onChange) => (OnContact, OnChange) = (onContact, onChange);

        public Task<SharedBudgetState?> JoinAsync(TimeSpan? fallback) => Add(nameof(JoinAsync));

        public Task<SharedBudgetState?> AcquireAsync(bool isInteractive) => Add(nameof(AcquireAsync));

        public Task<SharedBudgetState?> WithdrawAsync() => Add(nameof(WithdrawAsync));

        public Task<SharedBudgetState?> ReportSentAsync(SharedSlot? slot) => Add(nameof(ReportSentAsync));

        public Task<SharedBudgetState?> ReturnAsync(SharedSlot slot) => Add(nameof(ReturnAsync));

        public Task<SharedBudgetState?> AnnounceAsync(TimeSpan duration, bool isStated, SharedSlot? slot) => Add(nameof(AnnounceAsync));

        public Task<SharedBudgetState?> AcceptAsync(SharedSlot slot) => Add(nameof(AcceptAsync));

        private Task<SharedBudgetState?> Add(string name)
        {
            var reply = new TaskCompletionSource<SharedBudgetState?>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
                _commands.Enqueue((name, reply));
            return reply.Task;
        }
    }
}

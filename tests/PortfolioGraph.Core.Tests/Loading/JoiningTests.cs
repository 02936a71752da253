using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>While a load waits for its permit, what fits the same request joins it.</summary>
public sealed class JoiningTests
{
    // The budget's next permit is nearer, everything that ends a wait is farther.
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(2);

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
        core.Budget.Current.Remaining.ShouldBe(0, "a new process has no permit yet");
        _time.Advance(TimeSpan.FromSeconds(1));
        _start = _time.Elapsed;
        return core;
    }

    [Fact]
    public async Task LoadAsync_Should_PutAllThatWaitIntoFewCalls_When_FiftyClientsAskAtOnce()
    {
        var world = World(50);
        using var core = Limited(world);

        var loads = Enumerable.Range(1, 50).Select(w => core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(w)), CancellationToken.None)).ToList();
        var answers = Task.WhenAll(loads);
        await _time.AdvanceUntilAsync(answers, Horizon);

        (await answers).Select(answer => answer.Value!.TotalUsd).ShouldBe(Enumerable.Range(1, 50).Select(w => (decimal?)world.ValueOf([w])));
        world.Requests.Count.ShouldBe(1 + 5);
        (_time.Elapsed - _start).ShouldBe(TimeSpan.FromSeconds(5), "the first leaves at once, the others one a second");
    }

    [Fact]
    public async Task LoadAsync_Should_AskForMoreInTheSameCall_When_MoreOfASubjectIsWantedWhileItWaits()
    {
        var world = World(2);
        using var core = Limited(world);

        var first = core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None);
        var total = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);
        var chain = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1).On(1)), CancellationToken.None);
        var splits = core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1), WithBreakdown: true), CancellationToken.None);
        await _time.AdvanceUntilAsync(Task.WhenAll(first, total, chain, splits), Horizon);

        (await total).Value!.TotalUsd.ShouldBe(world.ValueOf([1]));
        (await splits).Value!.Breakdown!.TotalUsd.ShouldBe(world.ValueOf([1]));
        world.Requests.Count.ShouldBe(2, "profit and loss, then one value for all three");
    }

    [Fact]
    public async Task LoadAsync_Should_LeaveAtOnce_When_APermitIsFree()
    {
        var world = World(1);
        using var core = Limited(world);

        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);

        (_time.Elapsed - _start).ShouldBe(TimeSpan.Zero);
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_FreeItsPlace_When_WhoWaitedGivesUp()
    {
        var world = World(3);
        using var core = Limited(world);
        using var leaving = new CancellationTokenSource();
        static ProfitAndLossKey Of(int wallet) => new(Wallets.Owners(wallet), TimeRange.OneYear);

        await core.ProfitAndLoss.LoadOneAsync(Of(1), CancellationToken.None);
        var given = core.ProfitAndLoss.LoadOneAsync(Of(2), leaving.Token);
        var kept = core.ProfitAndLoss.LoadOneAsync(Of(3), CancellationToken.None);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(given);
        await _time.AdvanceUntilAsync(kept, Horizon);

        (_time.Elapsed - _start).ShouldBe(TimeSpan.FromSeconds(1), "the next permit is for who stayed");
        world.Requests.Select(r => r.Contains("w2", StringComparison.Ordinal)).ShouldBe([false, false]);
    }

    [Fact]
    public async Task LoadAsync_Should_SayWhenToTryAgain_When_ItsTurnWouldComeTooLate()
    {
        var world = World(12);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:05"));

        var loads = Enumerable.Range(1, 12).Select(w => core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(w), TimeRange.OneYear), CancellationToken.None)).ToList();
        await _time.AdvanceUntilAsync(Task.WhenAll(loads), Horizon);

        var refused = loads.Select(load => load.Result.Failure).OfType<LoadFailure>().ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(failure => failure.Kind == LoadFailureKind.BudgetExhausted && failure.RetryAfter > TimeSpan.Zero && failure.Owners != null);
        world.Requests.Count.ShouldBe(12 - refused.Count);
    }

    [Fact]
    public async Task LoadAsync_Should_ServeStale_When_TheBudgetHasNoPlaceInTime()
    {
        var world = World(1);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:00"));
        var key = new ProfitAndLossKey(Wallets.Owners(1), TimeRange.OneYear);
        await core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(61));
        // The permit that has come meanwhile is another's.
        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);

        var stale = await core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None);

        stale.Source!.State.ShouldBe(SourceState.Stale);
        world.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_Should_GiveEachClientItsTurn_When_OneAsksForManyWallets()
    {
        var world = World(20);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:30"), ("Upstream:Timeout", "00:01:00"));
        List<Task<LoadResult<ProfitAndLossTable>>> greedy;
        Task<LoadResult<ProfitAndLossTable>> modest;

        using (UpstreamCallContext.BeginScope(new CallerInfo("greedy", CallPriority.Interactive)))
            greedy = [.. Enumerable.Range(1, 19).Select(w => core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(w), TimeRange.OneYear), CancellationToken.None))];
        using (UpstreamCallContext.BeginScope(new CallerInfo("modest", CallPriority.Interactive)))
            modest = core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(20), TimeRange.OneYear), CancellationToken.None);
        await _time.AdvanceUntilAsync(modest, Horizon);

        (_time.Elapsed - _start).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(3));
        await _time.AdvanceUntilAsync(Task.WhenAll(greedy), Horizon);
        world.Requests.Count.ShouldBe(20);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_AnotherClientJoinsAtTheMomentThePermitComes()
    {
        var world = World(2);
        using var core = Limited(world);
        Task<LoadResult<ProfitAndLossTable>> LoadAsync(string client, int wallet)
        {
            using var flow = UpstreamCallContext.BeginScope(new CallerInfo(client, CallPriority.Interactive));
            return core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(wallet), TimeRange.OneYear), CancellationToken.None);
        }

        await LoadAsync("ann", 1);
        var first = LoadAsync("ann", 2);
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = LoadAsync("bob", 2);
        await Task.WhenAll(first, second);
        await _time.AdvanceUntilAsync(LoadAsync("ann", 2), Horizon);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await second).Value.ShouldNotBeNull();
        world.Requests.Count.ShouldBe(2);
        core.Seats.ShouldBe(0);
    }

    [Fact]
    public async Task LoadAsync_Should_CountTheWaitFromTheOperationsFirstLoad_When_OneLoadFollowsAnother()
    {
        var world = World(9);
        using var core = Limited(world, ("Upstream:QueueTimeout", "00:00:04"));
        static ProfitAndLossKey Of(int wallet) => new(Wallets.Owners(wallet), TimeRange.OneYear);
        await core.ProfitAndLoss.LoadOneAsync(Of(1), CancellationToken.None);
        Task<LoadResult<ProfitAndLossTable>> first, late, free;

        using (UpstreamUsageRecorder.Begin())
        {
            first = core.ProfitAndLoss.LoadOneAsync(Of(2), CancellationToken.None);
            await _time.AdvanceUntilAsync(first, Horizon);
            _time.Advance(TimeSpan.FromSeconds(4));
            free = core.ProfitAndLoss.LoadOneAsync(Of(3), CancellationToken.None);
            late = core.ProfitAndLoss.LoadOneAsync(Of(4), CancellationToken.None);
        }

        var another = core.ProfitAndLoss.LoadOneAsync(Of(5), CancellationToken.None);
        await _time.AdvanceUntilAsync(Task.WhenAll(first, free, late, another), Horizon);

        (await first).Value.ShouldNotBeNull();
        (await free).Value.ShouldNotBeNull("what is free needs no patience");
        (await late).Failure!.Kind.ShouldBe(LoadFailureKind.BudgetExhausted, "the operation has waited its time already");
        (await another).Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task LoadAsync_Should_LetThoseGoFirstWhoHaveNothing_When_OthersCanFallBackOnAnOldAnswer()
    {
        var world = World(9);
        using var core = Limited(world, ("Cache:SoftTimeout", "00:00:30"));
        Task<LoadResult<ProfitAndLossTable>> LoadAsync(int wallet) => core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(wallet), TimeRange.OneYear), CancellationToken.None);
        await LoadAsync(1);
        _time.Advance(TimeSpan.FromSeconds(61));
        await LoadAsync(9);

        Task<LoadResult<ProfitAndLossTable>>[] waiting = [LoadAsync(1), LoadAsync(2), LoadAsync(3)];
        await _time.AdvanceUntilAsync(Task.WhenAll(waiting), Horizon);

        (await waiting[0]).Source!.State.ShouldBe(SourceState.Live);
        world.Requests.Skip(2).Select(request => request.Split("addresses=")[1].Split('&')[0]).ShouldBe(["w2", "w3", "w1"]);
    }
}

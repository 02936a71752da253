using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>One client has filled the line with all it may wait for: neither another's call nor what waits already suffers from that.</summary>
public sealed class CrowdedLineTests
{
    private const int Waiting = 80;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly CallerInfo Greedy = new("greedy", CallPriority.Interactive);
    private static readonly CallerInfo Other = new("other", CallPriority.Interactive);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubWorld _world = new();

    public CrowdedLineTests()
    {
        for (var wallet = 1; wallet <= 120; wallet++)
            _world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2));
    }

    [Fact]
    public async Task LoadAsync_Should_WaitForItsTurn_When_AnotherHasFilledTheLine()
    {
        using var core = Limited();
        var greedy = FillTheLine(core);

        var mine = LoadAsync(core, Other, [101]);
        mine.IsCompleted.ShouldBeFalse();
        core.Seats.ShouldBe(Waiting + 1, "nobody loses a place to it");
        await _time.AdvanceUntilAsync(mine, Second);

        (await mine).Single().Value!.TotalUsd.ShouldBe(_world.ValueOf([101]));
        _world.Requests.Index().First(request => request.Item.Contains("w101", StringComparison.Ordinal)).Index.ShouldBeLessThanOrEqualTo(2, "one has left before it came, then the turns are by client");
        await _time.AdvanceUntilAsync(greedy, Second);
    }

    [Fact]
    public async Task LoadAsync_Should_RefuseOnlyWhatComesNew_When_TheSameClientHasFilledTheLine()
    {
        using var core = Limited();
        var greedy = FillTheLine(core);

        var more = await LoadAsync(core, Greedy, [101]);

        more.Single().Failure!.Kind.ShouldBe(LoadFailureKind.BudgetExhausted);
        core.Seats.ShouldBe(Waiting);
        await _time.AdvanceUntilAsync(greedy, Second);
    }

    [Fact]
    public async Task LoadAsync_Should_GoOnWaiting_When_TheNewcomerWithWhomItsCallWouldGoIsRefused()
    {
        using var core = Limited();
        var greedy = FillTheLine(core);
        var mine = LoadAsync(core, Other, [.. Enumerable.Range(101, 10)]);

        // More of one of them: a call of its own, in which who waits for the total is served as well.
        var more = await LoadAsync(core, Greedy, [101], withBreakdown: true);
        await _time.AdvanceUntilAsync(Task.WhenAll(mine, greedy), Second);

        more.Single().Failure!.Kind.ShouldBe(LoadFailureKind.BudgetExhausted);
        (await mine).Select(answer => answer.Value?.TotalUsd).ShouldBe(Enumerable.Range(101, 10).Select(wallet => (decimal?)_world.ValueOf([wallet])));
    }

    [Fact]
    public async Task LoadAsync_Should_MakeItsCallOnce_When_ItComesToGoWithAnothersPermitAsThatIsGranted()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = Limited(gate);
        var greedy = FillTheLine(core);
        var mine = LoadAsync(core, Other, [101]);

        // While it is under way, so that whoever sent it again would have somebody to do so for.
        await _time.AdvanceUntilAsync(_world.Stub.ReceivedAsync(3), 3 * Second);
        gate.Open();
        await _time.AdvanceUntilAsync(Task.WhenAll(mine, greedy), Second);

        (await mine).Single().Value.ShouldNotBeNull();
        _world.Requests.ShouldBeUnique();
    }

    private CoreHost Limited(HttpMessageHandler? upstream = null)
    {
        var core = CoreHost.Over(upstream ?? _world.Stub, _time, ("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:QueueTimeout", "00:00:08"), ("Upstream:AttemptTimeout", "00:01:00"), ("Upstream:Timeout", "00:01:00"));
        core.Budget.Current.Remaining.ShouldBe(0, "a new process has no permit yet");
        _time.Advance(Second);
        return core;
    }

    // One call of ten wallets leaves at once, eight wait, the turn of the tenth would come too late.
    private static Task<IReadOnlyList<LoadResult<Valuation>>> FillTheLine(CoreHost core)
    {
        var loading = LoadAsync(core, Greedy, [.. Enumerable.Range(1, 100)]);
        core.Seats.ShouldBeInRange(Waiting, Waiting + 10);
        core.Budget.Current.Waiting.ShouldBe(8);
        return loading;
    }

    private static async Task<IReadOnlyList<LoadResult<Valuation>>> LoadAsync(CoreHost core, CallerInfo origin, IReadOnlyList<int> wallets, bool withBreakdown = false)
    {
        using var flow = UpstreamCallContext.BeginScope(origin);
        using var tally = UpstreamUsageRecorder.Begin();
        List<ValueKey> keys = [.. wallets.Select(wallet => new ValueKey(Wallets.Scope(wallet), withBreakdown))];
        var answers = await core.Values.LoadAsync(keys, CancellationToken.None);
        return [.. keys.Select(key => answers[key])];
    }
}

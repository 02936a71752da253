using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>With a coalescing window, simultaneous loads of different operations share calls even without a rate limit.</summary>
public sealed class CoalescingWindowTests
{
    private const int WalletCount = 50;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(5);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubWorld _world = World();

    private static StubWorld World()
    {
        var world = new StubWorld();
        for (var wallet = 1; wallet <= WalletCount; wallet++)
            world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2));
        return world;
    }

    private CoreHost Host(bool hasWindow) => CoreHost.Over(_world.Stub, _time, [("Upstream:CallsPerSecond", "0"), .. hasWindow ? (IEnumerable<(string, string)>)[("Upstream:CoalescingWindow", "00:00:00.005")] : []]);

    private static Task<LoadResult<Valuation>> LoadAsync(CoreHost core, int wallet, CancellationToken ct = default) => core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(wallet)), ct);

    [Theory]
    [InlineData(false, WalletCount)]
    [InlineData(true, WalletCount / 10)]
    public async Task LoadAsync_Should_ShareCalls_When_ThereIsAWindow(bool hasWindow, int calls)
    {
        using var core = Host(hasWindow);

        var loads = Task.WhenAll(Enumerable.Range(1, WalletCount).Select(wallet => LoadAsync(core, wallet)));
        await _time.AdvanceUntilAsync(loads, Window);

        (await loads).Select(result => result.Value!.TotalUsd).ShouldBe(Enumerable.Range(1, WalletCount).Select(wallet => (decimal?)_world.ValueOf([wallet])));
        _world.Requests.Count.ShouldBe(calls);
        _time.Elapsed.ShouldBe(hasWindow ? Window : TimeSpan.Zero);
    }

    [Fact]
    public async Task LoadAsync_Should_NotWait_When_TheKeyIsCached()
    {
        using var core = Host(hasWindow: true);
        await _time.AdvanceUntilAsync(LoadAsync(core, 1), Window);

        var again = await LoadAsync(core, 1);

        again.Source!.State.ShouldBe(DataSourceState.Cached);
        _world.Requests.Count.ShouldBe(1);
        _time.Elapsed.ShouldBe(Window);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeNoCall_When_TheClientLeavesDuringTheWindow()
    {
        using var core = Host(hasWindow: true);
        using var cancellation = new CancellationTokenSource();
        var left = LoadAsync(core, 1, cancellation.Token);
        var stayed = LoadAsync(core, 2);

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(left);
        await _time.AdvanceUntilAsync(stayed, Window);

        (await stayed).Value!.TotalUsd.ShouldBe(_world.ValueOf([2]));
        _world.Requests.ShouldHaveSingleItem().ShouldNotContain($"{1:x40}");
        core.WaiterCount.ShouldBe(0);
    }

    [Fact]
    public async Task LoadAsync_Should_OpenANewWindow_When_TheLastHasClosed()
    {
        using var core = Host(hasWindow: true);

        await _time.AdvanceUntilAsync(Task.WhenAll(LoadAsync(core, 1), LoadAsync(core, 2), LoadAsync(core, 2)), Window);
        await _time.AdvanceUntilAsync(Task.WhenAll(LoadAsync(core, 3), LoadAsync(core, 4)), Window);

        _world.Requests.Count.ShouldBe(2);
        _time.Elapsed.ShouldBe(2 * Window);
    }
}

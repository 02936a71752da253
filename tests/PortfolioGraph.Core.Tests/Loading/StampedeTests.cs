using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>
/// Stampede and cancellation: a thousand concurrent clients of one wallet cost as many calls as one client. After their cancellation no waiter,
/// call or queue entry remains.
/// </summary>
public sealed class StampedeTests
{
    private const int Clients = 1000;

    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public async Task LoadAsync_Should_SendTheCallsOfOneClient_When_AThousandLoadAColdWallet()
    {
        var quiet = World();
        using var alone = CoreHost.Over(quiet.Stub, _time);
        await LoadEverythingAsync(alone, 1, CancellationToken.None);
        var callsOfOne = quiet.Requests.Order(StringComparer.Ordinal).ToList();
        callsOfOne.Count.ShouldBe(4);

        var crowded = World();
        using var gate = new GatedHandler(crowded.Stub);
        using var core = CoreHost.Over(gate, _time);
        var (loads, allWaiting) = StartClients(client => LoadEverythingAsync(core, client, CancellationToken.None));
        await allWaiting;
        await crowded.Stub.ReceivedAsync(callsOfOne.Count);
        gate.Open();
        var results = await Task.WhenAll(loads);

        results.ShouldAllBe(total => total == 6500m);
        crowded.Requests.Order(StringComparer.Ordinal).ShouldBe(callsOfOne);
        AssertIdle(core, gate);
    }

    [Fact]
    public async Task LoadAsync_Should_CancelAllCalls_When_AThousandClientsCancelAtOnce()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate, _time);
        using var cancellation = new CancellationTokenSource();
        var (loads, allWaiting) = StartClients(client => LoadEverythingAsync(core, client, cancellation.Token));
        await world.Stub.ReceivedAsync(4);
        await allWaiting;
        core.WaiterCount.ShouldBe(3 * Clients);
        gate.InFlight.ShouldBe(4);

        await cancellation.CancelAsync();
        foreach (var client in loads)
            await Should.ThrowAsync<OperationCanceledException>(client);
        await gate.IdleAsync();

        gate.CancelledCount.ShouldBe(4);
        world.Requests.Count.ShouldBe(4);
        AssertIdle(core, gate);
        gate.Open();
        (await LoadEverythingAsync(core, 1, CancellationToken.None)).ShouldBe(6500m, "a cancelled call is not joined");
        world.Requests.Count.ShouldBe(8);
    }

    [Fact]
    public async Task LoadAsync_Should_EmptyTheQueue_When_AThousandQueuedClientsCancel()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate, _time, ("Upstream:CallsPerSecond", "1"));
        // A new rate limiter has no permits.
        core.RateLimiter.Current.Waiting.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(2));
        using var cancellation = new CancellationTokenSource();
        var (loads, allWaiting) = StartClients(client => LoadEverythingAsync(core, client, cancellation.Token));
        await world.Stub.ReceivedAsync(1);
        await allWaiting;
        core.WaiterCount.ShouldBe(3 * Clients);
        core.RateLimiter.Current.Waiting.ShouldBe(3, "one for each call, however many waiters it has");

        await cancellation.CancelAsync();
        foreach (var client in loads)
            await Should.ThrowAsync<OperationCanceledException>(client);
        await gate.IdleAsync();

        core.RateLimiter.Current.Waiting.ShouldBe(0);
        gate.CancelledCount.ShouldBe(1);
        AssertIdle(core, gate);
        _time.Advance(TimeSpan.FromMinutes(1));
        world.Requests.Count.ShouldBe(1, "no request is sent for cancelled clients");
    }

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m))
        .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000));

    // A load attaches its waiters before it returns its task.
    private static (IReadOnlyList<Task<decimal?>> Loads, Task AllSit) StartClients(Func<int, Task<decimal?>> load)
    {
        var missing = Clients;
        var allWaiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return ([.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => StartAsync(client)))], allWaiting.Task);

        Task<decimal?> StartAsync(int client)
        {
            var loading = load(client);
            if (Interlocked.Decrement(ref missing) == 0)
                allWaiting.SetResult();
            return loading;
        }
    }

    // Everything that a wallet's page shows, for one of ten clients.
    private static async Task<decimal?> LoadEverythingAsync(CoreHost core, int client, CancellationToken ct)
    {
        using var caller = CallerScope.Begin($"client {client % 10}");
        var owners = Wallets.Owners(1);
        var value = core.Values.LoadOneAsync(new ValueKey(new Scope(owners)), ct);
        var tokens = core.Tokens.LoadOneAsync(new TokensKey(owners, TimeRange.OneYear), ct);
        var positions = core.Positions.LoadOneAsync(new PositionsKey(owners), ct);
        var gain = core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(owners, TimeRange.OneYear), ct);
        await Task.WhenAll(value, tokens, positions, gain);

        (await tokens).Value!.Items.Count.ShouldBe(1);
        (await positions).Value!.Items.Count.ShouldBe(1);
        (await gain).Value!.Total!.AbsoluteUsd.ShouldBe(605.5m);
        return (await value).Value!.TotalUsd;
    }

    private static void AssertIdle(CoreHost core, GatedHandler gate)
    {
        gate.InFlight.ShouldBe(0);
        core.WaiterCount.ShouldBe(0);
        core.RateLimiter.Current.Waiting.ShouldBe(0);
    }
}

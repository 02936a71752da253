using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>TROUBLE, section 3, stampede and cancellation: a thousand who come for one wallet at once cost what one costs, and leave nothing behind when they go.</summary>
public sealed class StampedeTests
{
    private const int Clients = 1000;

    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public async Task LoadAsync_Should_MakeTheCallsOfOne_When_AThousandWantOneColdWallet()
    {
        var quiet = World();
        using var alone = CoreHost.Over(quiet.Stub, _time);
        await Everything(alone, 1, CancellationToken.None);
        var callsOfOne = quiet.Requests.Order(StringComparer.Ordinal).ToList();
        callsOfOne.Count.ShouldBe(4);

        var crowded = World();
        using var gate = new GatedHandler(crowded.Stub);
        using var core = CoreHost.Over(gate, _time);
        var (loads, allSit) = Crowd(client => Everything(core, client, CancellationToken.None));
        await allSit;
        await crowded.Stub.ReceivedAsync(callsOfOne.Count);
        gate.Open();
        var answers = await Task.WhenAll(loads);

        answers.ShouldAllBe(total => total == 6500m);
        crowded.Requests.Order(StringComparer.Ordinal).ShouldBe(callsOfOne);
        Settled(core, gate);
    }

    [Fact]
    public async Task LoadAsync_Should_LeaveNothingBehind_When_AThousandClientsLeaveAtOnce()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate, _time);
        using var leaving = new CancellationTokenSource();
        var (loads, allSit) = Crowd(client => Everything(core, client, leaving.Token));
        await world.Stub.ReceivedAsync(4);
        await allSit;
        core.Seats.ShouldBe(3 * Clients);
        gate.InFlight.ShouldBe(4);

        await leaving.CancelAsync();
        foreach (var client in loads)
            await Should.ThrowAsync<OperationCanceledException>(client);
        await gate.EmptyAsync();

        gate.WereGivenUp.ShouldBe(4);
        world.Requests.Count.ShouldBe(4);
        Settled(core, gate);
        gate.Open();
        (await Everything(core, 1, CancellationToken.None)).ShouldBe(6500m, "a call that was given up is nobody's to wait for");
        world.Requests.Count.ShouldBe(8);
    }

    [Fact]
    public async Task LoadAsync_Should_FreeTheLine_When_AThousandClientsLeaveWhileTheyWaitForPermits()
    {
        var world = World();
        using var gate = new GatedHandler(world.Stub);
        using var core = CoreHost.Over(gate, _time, ("Upstream:CallsPerSecond", "1"));
        // A budget begins empty.
        core.Budget.Current.Waiting.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(2));
        using var leaving = new CancellationTokenSource();
        var (loads, allSit) = Crowd(client => Everything(core, client, leaving.Token));
        await world.Stub.ReceivedAsync(1);
        await allSit;
        core.Seats.ShouldBe(3 * Clients);
        core.Budget.Current.Waiting.ShouldBe(3, "however many wait for each");

        await leaving.CancelAsync();
        foreach (var client in loads)
            await Should.ThrowAsync<OperationCanceledException>(client);
        await gate.EmptyAsync();

        core.Budget.Current.Waiting.ShouldBe(0);
        gate.WereGivenUp.ShouldBe(1);
        Settled(core, gate);
        _time.Advance(TimeSpan.FromMinutes(1));
        world.Requests.Count.ShouldBe(1, "nothing is asked for those who left");
    }

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m))
        .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000));

    // Who has called has taken its seats: all of a load up to there is done before the call returns.
    private static (IReadOnlyList<Task<decimal?>> Loads, Task AllSit) Crowd(Func<int, Task<decimal?>> load)
    {
        var missing = Clients;
        var allSit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return ([.. Enumerable.Range(0, Clients).Select(client => Task.Run(() => Come(client)))], allSit.Task);

        Task<decimal?> Come(int client)
        {
            var loading = load(client);
            if (Interlocked.Decrement(ref missing) == 0)
                allSit.SetResult();
            return loading;
        }
    }

    // Everything that a wallet's page shows, on behalf of one of ten clients.
    private static async Task<decimal?> Everything(CoreHost core, int client, CancellationToken ct)
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

    private static void Settled(CoreHost core, GatedHandler gate)
    {
        gate.InFlight.ShouldBe(0);
        core.Seats.ShouldBe(0);
        core.Budget.Current.Waiting.ShouldBe(0);
    }
}

using PortfolioGraph.Core;
using PortfolioGraph.Core.Tests;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Simulation.Model;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Simulation.Tests;

/// <summary>Sends the arrivals of a simulation to the server's loaders, over a stub of the upstream that answers at once, on a clock that is advanced from timer to timer.</summary>
internal sealed class ReplayedArrivals(IReadOnlyList<CoreHost> replicas, StubWorld world, SteppedTimeProvider time)
{
    // So many looks at the thread pool without pending work, a busy thread or a change mean that nothing is left to do at this time.
    private const int QuietLooks = 20;
    private const int Samples = 5_000;

    private readonly List<Task> _requests = [];
    private readonly Lock _gate = new();
    private int _idleThreads;

    /// <summary>
    /// Sends some arrivals to another host. Code that runs for the first time is compiled, and while it is, the thread pool looks as if nothing was left to do.
    /// </summary>
    public static async Task WarmUpAsync()
    {
        var (world, time) = (new StubWorld(), new SteppedTimeProvider());
        using var host = CoreHost.Over(world.Stub, time, ("Upstream:CallsPerSecond", "1"));
        await new ReplayedArrivals([host], world, time).RunAsync(Traffic.Draw(new Zipf(2_000), 20, 1, new Dice(99)).Take(400));
    }

    public TrafficResult Result { get; } = new();

    public int Calls => world.Requests.Count;

    /// <summary>Sends all arrivals, and advances the clock until each has its result.</summary>
    public Task RunAsync(IEnumerable<Arrival> arrivals) => RunAsync(() =>
    {
        foreach (var arrival in arrivals)
        {
            AdvanceTo(TimeSpan.FromSeconds(arrival.At));
            _requests.Add(RequestAsync(replicas[arrival.Replica], arrival.Wallet));
            Settle();
        }

        AdvanceUntil(Task.WhenAll(_requests));
    });

    /// <summary>Runs code on a thread outside the pool, because it watches what the pool does.</summary>
    public Task RunAsync(Action run) => Task.Factory.StartNew(
        () =>
        {
            _idleThreads = int.MaxValue;
            for (var i = 0; i < Samples; i++)
            {
                Thread.Yield();
                _idleThreads = Math.Min(_idleThreads, CountBusyThreads());
            }

            run();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Advances the clock from timer to timer until a task has completed.</summary>
    public void AdvanceUntil(Task task)
    {
        Settle();
        while (!task.IsCompleted)
            AdvanceTo(time.NextTimer ?? throw new InvalidOperationException("The task waits for something else than the clock."));
        task.GetAwaiter().GetResult();
    }

    private async Task RequestAsync(CoreHost replica, int wallet)
    {
        var key = new ValueKey(Wallets.Scope(wallet + 1));
        var (since, calls) = (time.Elapsed, Calls);
        var isOwn = replica.Values.FindCached(key) is not null;
        var result = (await replica.Values.LoadAsync([key], CancellationToken.None))[key];
        var now = time.Elapsed;
        var answer = result switch
        {
            { Failure.Kind: LoadFailureKind.BudgetExhausted } => Answer.Rejected,
            { Source.State: DataSourceState.Stale } => Answer.Stale,
            { Source.State: DataSourceState.Cached } => isOwn ? Answer.OwnCache : Answer.SharedCache,
            { Source.State: DataSourceState.Live } => Answer.Loaded,
            _ => throw new InvalidOperationException($"Unexpected: {result.Failure}"),
        };
        lock (_gate)
            Result.Add(answer, (now - since).TotalSeconds, result.Source is { } source ? (time.GetUtcNow() - source.AsOf).TotalSeconds : 0);
    }

    private void AdvanceTo(TimeSpan at)
    {
        while (time.NextTimer is { } due && due <= at)
        {
            time.Advance(due > time.Elapsed ? due - time.Elapsed : TimeSpan.Zero);
            Settle();
        }

        if (at > time.Elapsed)
            time.Advance(at - time.Elapsed);
    }

    private void Settle()
    {
        var (before, quiet) = (State(), 0);
        while (quiet < QuietLooks)
        {
            Thread.Yield();
            var now = State();
            quiet = now == before && ThreadPool.PendingWorkItemCount == 0 && CountBusyThreads() <= _idleThreads ? quiet + 1 : 0;
            before = now;
        }
    }

    private static int CountBusyThreads()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return all - available;
    }

    private (int, int, TimeSpan?, int, long) State() =>
        (Calls, time.TimersSet, time.NextTimer, replicas.Sum(static replica => replica.WaiterCount), Result.Requests);
}

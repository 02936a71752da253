using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Redis.Tests.Budget;

/// <summary>The parts of a replica that the call budget needs: its connection to Redis and its rate limiter.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly UpstreamMetrics Metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private readonly ConcurrentQueue<long> _sent;

    private Replica(RedisServer server, UpstreamRateLimiter limiter, ConcurrentQueue<long> sent) => (Server, Limiter, _sent) = (server, limiter, sent);

    public RedisServer Server { get; }

    public UpstreamRateLimiter Limiter { get; }

    /// <summary>How many calls this replica has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>The times of the calls that were sent under the fallback share.</summary>
    public ConcurrentQueue<long> SentInFallback { get; } = new();

    /// <summary>Starts a replica, and waits until it uses the shared budget if Redis runs.</summary>
    /// <param name="redis">The Redis server.</param>
    /// <param name="sent">Where the timestamps of sent calls are written.</param>
    /// <param name="perSecond">The account's limit.</param>
    /// <param name="burst">The account's burst.</param>
    /// <param name="share">The fallback share, for a replica that starts without Redis. Null for the share by the number of replicas.</param>
    /// <param name="timeout">How long Redis may take to respond. Null for the default.</param>
    public static async Task<Replica> StartAsync(RedisProcess redis, ConcurrentQueue<long> sent, decimal perSecond, int burst = 1, double? share = null, TimeSpan? timeout = null)
    {
        var options = Options.Create(new RedisOptions { Configuration = redis.Configuration, FallbackShare = share });
        if (timeout is { } longer)
            options.Value.Timeout = longer;
        var server = new RedisServer(options, TimeProvider.System, NullLogger<RedisServer>.Instance);
        await server.StartAsync(CancellationToken.None);
        var upstream = new UpstreamOptions { CallsPerSecond = perSecond, Burst = burst, QueueTimeout = TimeSpan.FromMinutes(1), MaxRetryAfter = TimeSpan.FromMilliseconds(300) };
        var budget = new RedisCallBudget(server, options, TimeProvider.System);
        var replica = new Replica(server, new UpstreamRateLimiter(Options.Create(upstream), TimeProvider.System, Metrics, budget), sent);
        if (share is null)
            await Eventually.IsTrueAsync(() => server.IsAvailable);
        if (share is null && perSecond > 0)
            await replica.UntilSharedAsync();
        return replica;
    }

    private async Task UntilSharedAsync()
    {
        var isShared = false;
        while (!isShared)
        {
            using var unused = await GrantAsync();
            isShared = unused.Slot is not null;
        }
    }

    /// <summary>Requests a permit and waits until it is granted.</summary>
    public async Task<CallPermit> GrantAsync(string client = "ann", CallPriority priority = CallPriority.Interactive)
    {
        var permit = Limiter.Request(new CallerInfo(client, priority));
        (await permit.WaitAsync(CancellationToken.None)).ShouldBeNull();
        return permit;
    }

    /// <summary>Sends a call as the HTTP client does.</summary>
    /// <returns>Whether the permit was still valid.</returns>
    public bool Send(CallPermit permit)
    {
        if (!permit.TryStartSending())
            return false;
        // Before the report, because the interval to the next call may start no earlier.
        var now = TimeProvider.System.GetTimestamp();
        _sent.Enqueue(now);
        if (permit.Slot is null)
            SentInFallback.Enqueue(now);
        permit.MarkSent();
        permit.Accept();
        permit.EndAttempt();
        Sent++;
        return true;
    }

    /// <summary>Waits for a permit and sends a call.</summary>
    public async Task CallAsync(string client = "ann", CallPriority priority = CallPriority.Interactive)
    {
        while (!Send(await GrantAsync(client, priority)))
        {
        }
    }

    /// <summary>Sends calls one after another until the token is cancelled.</summary>
    public async Task CallUntilAsync(CancellationToken end, string client = "ann")
    {
        while (!end.IsCancellationRequested)
            await CallAsync(client);
    }

    /// <summary>Waits until Redis has refused a slot to this replica and lists it as waiting.</summary>
    public async Task UntilListedAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var isListed = false;
        while (!isListed)
        {
            timeout.Token.ThrowIfCancellationRequested();
            var scores = await Server.TryAsync(database => database.SortedSetScoresAsync(Server.Key("budget:waiting"), [Server.ReplicaId]));
            isListed = scores is [not null];
            await Task.Yield();
        }
    }

    /// <summary>Ends the replica's contact with Redis, as the end of its process does: its turn and its slots are not returned.</summary>
    public Task DieAsync() => Server.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Limiter.Dispose();
        await Server.StopAsync(CancellationToken.None);
        Server.Dispose();
    }
}

/// <summary>The times at which calls were sent.</summary>
internal static class SentTimes
{
    /// <summary>Returns the shortest time between two calls.</summary>
    public static TimeSpan MinGap(this IEnumerable<long> sent)
    {
        var times = sent.Order().ToList();
        return times.Zip(times.Skip(1)).Min(pair => TimeProvider.System.GetElapsedTime(pair.First, pair.Second));
    }

    /// <summary>Returns the largest number of calls, over all windows, beyond one call and one more per interval.</summary>
    /// <param name="sent">The times.</param>
    /// <param name="interval">The time between two calls.</param>
    public static double MaxExcess(this IEnumerable<long> sent, TimeSpan interval)
    {
        var times = sent.Order().ToList();
        return Enumerable.Range(0, times.Count).Max(first => Enumerable.Range(first, times.Count - first)
            .Max(last => last - first - (TimeProvider.System.GetElapsedTime(times[first], times[last]) / interval)));
    }
}

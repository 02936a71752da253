using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>The order in which permits are granted.</summary>
public sealed class FairnessTests
{
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public void Request_Should_WaitForOneCall_When_AnotherClientHasAHundredQueued()
    {
        using var limiter = Create(timeoutSeconds: 200);
        var greedy = RequestMany(limiter, 100, Client("greedy"));
        using var modest = limiter.Request(Client("modest"));

        Run(2, [.. greedy, modest]).ShouldBe(["greedy", "modest"]);
    }

    [Fact]
    public void Request_Should_ServeClientsRoundRobin_When_AllWait()
    {
        using var limiter = Create();
        var clients = (string[])["a", "a", "a", "b", "c", "c"];
        var permits = clients.Select(client => limiter.Request(Client(client))).ToList();

        Run(6, permits).ShouldBe(["a", "b", "c", "a", "c", "a"]);
    }

    [Fact]
    public void Request_Should_GrantInteractiveCallsFirst_When_BackgroundCallsWereQueuedEarlier()
    {
        using var limiter = Create();
        var background = RequestMany(limiter, 2, Background("poll"));
        var interactive = RequestMany(limiter, 3, Client("a"));

        Run(5, [.. background, .. interactive]).ShouldBe(["a", "a", "a", "poll", "poll"]);
    }

    [Fact]
    public void Request_Should_GrantABackgroundCallAfterFourOthers_When_InteractiveCallsKeepWaiting()
    {
        using var limiter = Create(timeoutSeconds: 60);
        var background = RequestMany(limiter, 2, Background("poll"));
        var interactive = RequestMany(limiter, 20, Client("a"));

        Run(12, [.. background, .. interactive]).ShouldBe(["a", "a", "a", "a", "poll", "a", "a", "a", "a", "poll", "a", "a"]);
    }

    [Fact]
    public void Request_Should_RejectOnlyTheGreedyClient_When_ItsQueueIsFull()
    {
        using var limiter = Create(timeoutSeconds: 10);

        var greedy = RequestMany(limiter, 50, Client("greedy"));
        using var modest = limiter.Request(Client("modest"));

        greedy.Count(permit => permit.State == CallPermitState.Waiting).ShouldBe(10, "only ten permits are due within ten seconds");
        greedy.Count(permit => permit.State == CallPermitState.Rejected).ShouldBe(40);
        modest.State.ShouldBe(CallPermitState.Waiting);
    }

    [Fact]
    public void Current_Should_ReportEachClientsOwnWait_When_OneHasManyQueued()
    {
        using var limiter = Create();
        RequestMany(limiter, 5, Client("greedy"));

        TimeUntilReset(limiter, Client("greedy")).ShouldBe(TimeSpan.FromSeconds(6));
        TimeUntilReset(limiter, Client("modest")).ShouldBe(TimeSpan.FromSeconds(2));
        TimeUntilReset(limiter, Background("poll")).ShouldBe(TimeSpan.FromSeconds(5), "four interactive calls precede a background call");
    }

    private static CallerInfo Client(string name) => new(name, CallPriority.Interactive);

    private static CallerInfo Background(string name) => new(name, CallPriority.Background);

    private static List<CallPermit> RequestMany(UpstreamRateLimiter limiter, int count, CallerInfo caller) => [.. Enumerable.Range(0, count).Select(_ => limiter.Request(caller))];

    private TimeSpan? TimeUntilReset(UpstreamRateLimiter limiter, CallerInfo caller)
    {
        using (UpstreamCallContext.BeginScope(caller))
            return limiter.Current.ResetAt - _time.GetUtcNow();
    }

    /// <summary>Advances the clock and returns the clients that were served, in order.</summary>
    private List<string> Run(int seconds, IReadOnlyList<CallPermit> permits)
    {
        List<string> served = [];
        for (var second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            served.AddRange(permits.Where(permit => permit.TryUse()).Select(permit => permit.FirstWaiter.Caller.Client));
        }

        return served;
    }

    /// <summary>Creates a rate limiter of one call per second that has just been used.</summary>
    private UpstreamRateLimiter Create(int timeoutSeconds = 20)
    {
        var limiter = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 1, RateLimitMargin = 0, QueueTimeout = TimeSpan.FromSeconds(timeoutSeconds) }), _time, UnobservedMetrics.Upstream);
        _time.Advance(TimeSpan.FromSeconds(1));
        limiter.Request(CallerInfo.Unknown).TryUse().ShouldBeTrue();
        return limiter;
    }
}

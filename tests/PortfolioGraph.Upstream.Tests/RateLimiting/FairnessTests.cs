using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Who is served when.</summary>
public sealed class FairnessTests
{
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public void Request_Should_WaitOneTurn_When_AnotherClientHasAHundredWaiting()
    {
        using var budget = Create(wait: 200);
        var greedy = Many(budget, 100, Client("greedy"));
        using var modest = budget.Request(Client("modest"));

        Play(2, [.. greedy, modest]).ShouldBe(["greedy", "modest"]);
    }

    [Fact]
    public void Request_Should_GoRoundTheClients_When_AllWait()
    {
        using var budget = Create();
        var line = (string[])["a", "a", "a", "b", "c", "c"];
        var permits = line.Select(client => budget.Request(Client(client))).ToList();

        Play(6, permits).ShouldBe(["a", "b", "c", "a", "c", "a"]);
    }

    [Fact]
    public void Request_Should_ServeInteractiveBeforePolls_When_ThePollsCameFirst()
    {
        using var budget = Create();
        var polls = Many(budget, 2, Poll("poll"));
        var interactive = Many(budget, 3, Client("a"));

        Play(5, [.. polls, .. interactive]).ShouldBe(["a", "a", "a", "poll", "poll"]);
    }

    [Fact]
    public void Request_Should_ServeAPollAfterFourOthers_When_InteractiveCallsNeverEnd()
    {
        using var budget = Create(wait: 60);
        var polls = Many(budget, 2, Poll("poll"));
        var interactive = Many(budget, 20, Client("a"));

        Play(12, [.. polls, .. interactive]).ShouldBe(["a", "a", "a", "a", "poll", "a", "a", "a", "a", "poll", "a", "a"]);
    }

    [Fact]
    public void Request_Should_RefuseOnlyTheGreedy_When_ItsLineIsFull()
    {
        using var budget = Create(wait: 10);

        var greedy = Many(budget, 50, Client("greedy"));
        using var modest = budget.Request(Client("modest"));

        greedy.Count(permit => permit.State == CallPermitState.Waiting).ShouldBe(10, "those whose turn comes within ten seconds");
        greedy.Count(permit => permit.State == CallPermitState.Rejected).ShouldBe(40);
        modest.State.ShouldBe(CallPermitState.Waiting);
    }

    [Fact]
    public void State_Should_TellEachClientItsOwnTurn_When_OneHasManyWaiting()
    {
        using var budget = Create();
        Many(budget, 5, Client("greedy"));

        ResetOf(budget, Client("greedy")).ShouldBe(TimeSpan.FromSeconds(6));
        ResetOf(budget, Client("modest")).ShouldBe(TimeSpan.FromSeconds(2));
        ResetOf(budget, Poll("poll")).ShouldBe(TimeSpan.FromSeconds(5), "four go before a poll, then it is its turn");
    }

    private static CallerInfo Client(string name) => new(name, CallPriority.Interactive);

    private static CallerInfo Poll(string name) => new(name, CallPriority.Background);

    private static List<CallPermit> Many(UpstreamRateLimiter budget, int count, CallerInfo origin) => [.. Enumerable.Range(0, count).Select(_ => budget.Request(origin))];

    private TimeSpan? ResetOf(UpstreamRateLimiter budget, CallerInfo origin)
    {
        using (UpstreamCallContext.BeginScope(origin))
            return budget.Current.ResetAt - _time.GetUtcNow();
    }

    /// <summary>The clients served in so many seconds, in their order.</summary>
    private List<string> Play(int seconds, IReadOnlyList<CallPermit> permits)
    {
        List<string> served = [];
        for (var second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            served.AddRange(permits.Where(permit => permit.TryUse()).Select(permit => permit.FirstWaiter.Caller.Client));
        }

        return served;
    }

    /// <summary>One call a second, and the first was just made.</summary>
    private UpstreamRateLimiter Create(int wait = 20)
    {
        var budget = new UpstreamRateLimiter(Options.Create(new UpstreamOptions { CallsPerSecond = 1, RateLimitMargin = 0, QueueTimeout = TimeSpan.FromSeconds(wait) }), _time, UnobservedMetrics.Upstream);
        _time.Advance(TimeSpan.FromSeconds(1));
        budget.Request(CallerInfo.Unknown).TryUse().ShouldBeTrue();
        return budget;
    }
}

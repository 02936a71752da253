using System.Net;
using static PortfolioGraph.Upstream.Tests.UpstreamBench;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Calls made with a permit that was waited for before, and on somebody's behalf.</summary>
public sealed class UpstreamCallOptionsTests : IDisposable
{
    private const string Endpoint = "v4/general/current_value";
    private const string Good = """{"result":[]}""";
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);

    private readonly UpstreamBench _bench = new(("CallsPerSecond", "0.1"), ("RetryDelay", "00:00:00"));

    public UpstreamCallOptionsTests() => _bench.LetTheBudgetFill();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task GetAsync_Should_UseThePermitInHand_When_ThereIsOne()
    {
        _bench.Stub.Answers(Endpoint, Good);
        using var permit = _bench.Budget.Request(Ann);
        permit.State.ShouldBe(CallPermitState.Granted);

        (await _bench.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit))).Calls.ShouldBe(1);

        permit.State.ShouldBe(CallPermitState.Used);
        _bench.Stub.Requests.Count.ShouldBe(1);
        _bench.Budget.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task GetAsync_Should_AskForAPermitOfItsOwn_When_TheOneInHandIsUsed()
    {
        _bench.Stub.AnswersInTurn(Endpoint, StubAnswer.Status(HttpStatusCode.BadGateway), StubAnswer.Json(Good));
        using var permit = _bench.Budget.Request(Ann);
        var start = _bench.Time.Elapsed;

        var call = _bench.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));

        (await _bench.EndOf(call)).Calls.ShouldBe(2);
        _bench.Time.Elapsed.ShouldBe(start + TimeSpan.FromSeconds(10), "the retry waits as everyone does");
    }

    [Fact]
    public async Task GetAsync_Should_SayWhenToComeAgain_When_ThePermitWouldLeaveNoTimeForAnAttempt()
    {
        _bench.Stub.Answers(Endpoint, Good);
        using var permit = _bench.Budget.Request(Ann, _bench.Time.GetTimestamp() - (TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(5)).Ticks);

        await _bench.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));
        var second = await _bench.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));

        second.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(10)));
        _bench.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_StandInLineForItsClient_When_TheFlowNamesOne()
    {
        _bench.Stub.Answers(Endpoint, Good).Answers("v5.0/general/status", """{"result":{"is_available":true}}""");
        await _bench.V4.GetCurrentValueAsync(One);

        List<Task> anns;
        using (UpstreamCallContext.BeginScope(Ann))
            anns = [.. Enumerable.Range(0, 3).Select(_ => _bench.V4.GetCurrentValueAsync(One))];
        Task bobs;
        using (UpstreamCallContext.BeginScope(Bob))
            bobs = _bench.V5.GetStatusAsync();
        UpstreamCallContext.Caller.ShouldBe(CallerInfo.Unknown);

        await _bench.Time.AdvanceUntilAsync(Task.WhenAll([.. anns, bobs]), Horizon);
        _bench.Stub.Requests.Select(request => request.Path.Split('/')[3]).ShouldBe(["v4", "v4", "v5.0", "v4", "v4"]);
    }

    [Fact]
    public async Task GetAsync_Should_LeaveThePermitUnused_When_TheBreakerIsOpen()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "10"), ("RetryDelay", "00:00:00"), ("BreakerMinimumThroughput", "2"));
        bench.LetTheBudgetFill();
        bench.Stub.AnswersStatus(Endpoint, HttpStatusCode.BadGateway);
        await bench.EndOf(bench.V4.GetCurrentValueAsync(One));
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        var permit = bench.Budget.Request(Ann);

        (await bench.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit))).Calls.ShouldBe(0);

        permit.State.ShouldBe(CallPermitState.Granted);
        bench.Budget.Current.Remaining.ShouldBe(0);
        permit.Dispose();
        bench.Budget.Current.Remaining.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_CountTheWaitIntoItsDeadline_When_ThePermitWasWaitedFor()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "0.1"), ("Timeout", "00:00:14"));
        bench.LetTheBudgetFill();
        bench.Budget.Request(Bob).TryUse().ShouldBeTrue();
        bench.Stub.Hangs(Endpoint);
        using var permit = bench.Budget.Request(Ann);
        bench.Time.Advance(TimeSpan.FromSeconds(10));

        var call = bench.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));
        await bench.Stub.ReceivedAsync(1);
        bench.Time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        call.IsCompleted.ShouldBeFalse();
        bench.Time.Advance(TimeSpan.FromTicks(1));

        (await call).Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Timeout));
    }

    [Fact]
    public async Task GetAsync_Should_SendNothing_When_TheWaitHasUsedTheDeadlineUp()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "0.1"), ("Timeout", "00:00:10"));
        bench.LetTheBudgetFill();
        bench.Budget.Request(Bob).TryUse().ShouldBeTrue();
        using var permit = bench.Budget.Request(Ann);
        bench.Time.Advance(TimeSpan.FromSeconds(10));

        var result = await bench.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));

        result.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.BudgetExhausted);
        result.Calls.ShouldBe(0);
        bench.Stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Caller_Should_BeTheInnermostScopes_When_ScopesAreNested()
    {
        using (UpstreamCallContext.BeginScope(Ann))
        {
            using (UpstreamCallContext.BeginScope(Bob))
                UpstreamCallContext.Caller.ShouldBe(Bob);
            UpstreamCallContext.Caller.ShouldBe(Ann);
        }

        UpstreamCallContext.Caller.ShouldBe(CallerInfo.Unknown);
    }
}

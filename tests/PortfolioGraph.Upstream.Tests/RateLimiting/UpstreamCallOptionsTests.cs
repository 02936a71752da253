using System.Net;
using PortfolioGraph.Upstream.RateLimiting;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Calls with a permit that was acquired in advance, and calls with a caller.</summary>
public sealed class UpstreamCallOptionsTests : IDisposable
{
    private const string Endpoint = "v4/general/current_value";
    private const string Good = """{"result":[]}""";
    private static readonly CallerInfo Ann = new("ann", CallPriority.Interactive);
    private static readonly CallerInfo Bob = new("bob", CallPriority.Interactive);

    private readonly UpstreamHarness _harness = new(("CallsPerSecond", "0.1"), ("RetryDelay", "00:00:00"));

    public UpstreamCallOptionsTests() => _harness.AdvanceToFirstPermit();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task GetAsync_Should_UseTheAcquiredPermit_When_ThereIsOne()
    {
        _harness.Stub.Returns(Endpoint, Good);
        using var permit = _harness.RateLimiter.Request(Ann);
        permit.State.ShouldBe(CallPermitState.Granted);

        (await _harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit))).Calls.ShouldBe(1);

        permit.State.ShouldBe(CallPermitState.Used);
        _harness.Stub.Requests.Count.ShouldBe(1);
        _harness.RateLimiter.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task GetAsync_Should_RequestAnotherPermit_When_TheAcquiredPermitIsUsed()
    {
        _harness.Stub.ReturnsInSequence(Endpoint, StubResponse.Status(HttpStatusCode.BadGateway), StubResponse.Json(Good));
        using var permit = _harness.RateLimiter.Request(Ann);
        var start = _harness.Time.Elapsed;

        var call = _harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));

        (await _harness.CompleteAsync(call)).Calls.ShouldBe(2);
        _harness.Time.Elapsed.ShouldBe(start + TimeSpan.FromSeconds(10), "the retry waits for a permit of its own");
    }

    [Fact]
    public async Task GetAsync_Should_ReportRetryAfter_When_ThePermitWouldLeaveNoTimeForAnAttempt()
    {
        _harness.Stub.Returns(Endpoint, Good);
        using var permit = _harness.RateLimiter.Request(Ann, _harness.Time.GetTimestamp() - (TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(5)).Ticks);

        await _harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));
        var second = await _harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));

        second.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(10)));
        _harness.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_QueueForItsClient_When_TheFlowHasACaller()
    {
        _harness.Stub.Returns(Endpoint, Good).Returns("v5.0/general/status", """{"result":{"is_available":true}}""");
        await _harness.V4.GetCurrentValueAsync(One);

        List<Task> annsCalls;
        using (UpstreamCallContext.BeginScope(Ann))
            annsCalls = [.. Enumerable.Range(0, 3).Select(_ => _harness.V4.GetCurrentValueAsync(One))];
        Task bobsCall;
        using (UpstreamCallContext.BeginScope(Bob))
            bobsCall = _harness.V5.GetStatusAsync();
        UpstreamCallContext.Caller.ShouldBe(CallerInfo.Unknown);

        await _harness.Time.AdvanceUntilAsync(Task.WhenAll([.. annsCalls, bobsCall]), Horizon);
        _harness.Stub.Requests.Select(request => request.Path.Split('/')[3]).ShouldBe(["v4", "v4", "v5.0", "v4", "v4"]);
    }

    [Fact]
    public async Task GetAsync_Should_GrantNoOtherPermit_When_ItsRequestIsNotSentYet()
    {
        var stateDuringSend = default(CallPermitState?);
        using var permit = _harness.RateLimiter.Request(Ann);
        using var next = _harness.RateLimiter.Request(Bob);
        _harness.Stub.Returns(Endpoint, _ =>
        {
            // An interval passes before the request is sent. No timer of the rate limiter may grant the next permit meanwhile.
            _harness.Time.Advance(TimeSpan.FromSeconds(10));
            stateDuringSend = next.State;
            return Good;
        });

        (await _harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit))).IsSuccess.ShouldBeTrue();

        stateDuringSend.ShouldBe(CallPermitState.Waiting);
        next.State.ShouldBe(CallPermitState.Granted);
    }

    [Fact]
    public async Task GetAsync_Should_NotUseThePermit_When_TheBreakerIsOpen()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "10"), ("RetryDelay", "00:00:00"), ("BreakerMinimumThroughput", "2"));
        harness.AdvanceToFirstPermit();
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.BadGateway);
        await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        var permit = harness.RateLimiter.Request(Ann);

        (await harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit))).Calls.ShouldBe(0);

        permit.State.ShouldBe(CallPermitState.Granted);
        harness.RateLimiter.Current.Remaining.ShouldBe(0);
        permit.Dispose();
        harness.RateLimiter.Current.Remaining.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_CountTheQueueTimeTowardsTheDeadline_When_ThePermitWasQueued()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "0.1"), ("Timeout", "00:00:14"));
        harness.AdvanceToFirstPermit();
        harness.RateLimiter.Request(Bob).TryUse().ShouldBeTrue();
        harness.Stub.Hangs(Endpoint);
        using var permit = harness.RateLimiter.Request(Ann);
        harness.Time.Advance(TimeSpan.FromSeconds(10));

        var call = harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));
        await harness.Stub.ReceivedAsync(1);
        harness.Time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        call.IsCompleted.ShouldBeFalse();
        harness.Time.Advance(TimeSpan.FromTicks(1));

        (await call).Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Timeout));
    }

    [Fact]
    public async Task GetAsync_Should_SendNothing_When_TheQueueTimeUsedUpTheDeadline()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "0.1"), ("Timeout", "00:00:10"));
        harness.AdvanceToFirstPermit();
        harness.RateLimiter.Request(Bob).TryUse().ShouldBeTrue();
        using var permit = harness.RateLimiter.Request(Ann);
        harness.Time.Advance(TimeSpan.FromSeconds(10));

        var result = await harness.V4.GetCurrentValueAsync(One, new UpstreamCallOptions(permit));

        result.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.BudgetExhausted);
        result.Calls.ShouldBe(0);
        harness.Stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Caller_Should_BeThatOfTheInnermostScope_When_ScopesAreNested()
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

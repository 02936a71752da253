using System.Globalization;
using System.Net;
using PortfolioGraph.Upstream.RateLimiting;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>429 and Retry-After, which all callers honor exactly, but not longer than the configured maximum.</summary>
public sealed class RetryAfterTests
{
    private const string Endpoint = "v4/general/current_value";
    private const string OtherEndpoint = "v5.0/general/status";
    private const string Good = """{"result":[]}""";

    [Fact]
    public async Task GetAsync_Should_WaitExactly_When_RetryAfterIsInSeconds()
    {
        using var harness = new UpstreamHarness();
        harness.Stub.ReturnsInSequence(Endpoint, TooMany("7"), StubResponse.Json(Good));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBeTrue();
        result.Calls.ShouldBe(2);
        harness.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task GetAsync_Should_WaitUntilTheDate_When_RetryAfterIsADate()
    {
        using var harness = new UpstreamHarness();
        var date = harness.Time.GetUtcNow().AddSeconds(11).ToString("r", CultureInfo.InvariantCulture);
        harness.Stub.ReturnsInSequence(Endpoint, TooMany(date), StubResponse.Json(Good));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBeTrue();
        harness.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(11));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("Tue, 01 Jul 2025 11:59:00 GMT")]
    public async Task GetAsync_Should_WaitAtLeastASecond_When_RetryAfterIsAbsentOrInvalid(string? header)
    {
        using var harness = new UpstreamHarness();
        harness.Stub.ReturnsInSequence(Endpoint, header is null ? StubResponse.Status(HttpStatusCode.TooManyRequests) : TooMany(header), StubResponse.Json(Good));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBeTrue();
        result.Calls.ShouldBe(2);
        harness.Time.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [InlineData("86400", 86_400)]
    [InlineData("99999999999999", 365 * 86_400)]
    public async Task GetAsync_Should_FailAtOnce_When_RetryAfterExceedsTheDeadline(string header, int seconds)
    {
        using var harness = new UpstreamHarness();
        harness.Stub.Returns(Endpoint, TooMany(header));

        var result = await harness.V4.GetCurrentValueAsync(One);

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromSeconds(seconds)));
        result.Calls.ShouldBe(1);
        harness.Time.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task GetAsync_Should_FailAtOnce_When_RetryAfterExceedsTheRemainingDeadline()
    {
        using var harness = new UpstreamHarness(("Timeout", "00:01:30"), ("AttemptTimeout", "00:01:20"));
        harness.Stub.ReturnsInSequence(Endpoint, Unavailable("20"), Unavailable("80"));

        var call = harness.V4.GetCurrentValueAsync(One);
        await harness.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(25));
        var result = await call;

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Unavailable, 503, TimeSpan.FromSeconds(80)));
        result.Calls.ShouldBe(2);
        harness.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task GetAsync_Should_PauseAllEndpointsAndVersions_When_OneReturns429()
    {
        using var harness = new UpstreamHarness();
        harness.Stub.ReturnsInSequence(Endpoint, TooMany("10"), StubResponse.Json(Good));
        harness.Stub.Returns(OtherEndpoint, """{"result":{"is_available":true}}""");

        var limited = harness.V4.GetCurrentValueAsync(One);
        await harness.Stub.ReceivedAsync(1);
        await Until(harness, () => harness.RateLimiter.Current.ResetAt is not null);
        var other = harness.V5.GetStatusAsync();
        harness.RateLimiter.Current.Waiting.ShouldBe(1);
        harness.RateLimiter.Current.Remaining.ShouldBe(0);

        harness.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        harness.Stub.Requests.Count.ShouldBe(1);
        harness.Time.Advance(TimeSpan.FromTicks(1));

        (await limited).IsSuccess.ShouldBeTrue();
        (await other).Response.ShouldNotBeNull().Result.IsAvailable.ShouldBeTrue();
        harness.Stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task GetAsync_Should_CallAgainAfterMaxRetryAfter_When_RetryAfterIsADay()
    {
        using var harness = new UpstreamHarness(("MaxRetryAfter", "00:01:00"), ("QueueTimeout", "00:00:20"));
        harness.Stub.ReturnsInSequence(Endpoint, TooMany("86400"), StubResponse.Json(Good));
        await harness.V4.GetCurrentValueAsync(One);

        harness.Time.Advance(TimeSpan.FromSeconds(15));
        var within = await harness.V4.GetCurrentValueAsync(One);
        harness.Time.Advance(TimeSpan.FromSeconds(45));
        var after = await harness.V4.GetCurrentValueAsync(One);

        within.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(86_400 - 15)));
        within.Calls.ShouldBe(0);
        after.IsSuccess.ShouldBeTrue();
        harness.RateLimiter.Current.ResetAt.ShouldBeNull("the announced wait has ended");
        harness.Stub.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("86400")]
    [InlineData("Wed, 02 Jul 2025 12:00:00 GMT")]
    public async Task GetAsync_Should_ReportTheSameEndToAll_When_TheAnnouncedWaitIsADay(string header)
    {
        using var harness = new UpstreamHarness(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"));
        var end = harness.Time.GetUtcNow().AddDays(1);
        harness.Stub.Returns(Endpoint, TooMany(header)).Returns(OtherEndpoint, """{"result":{"is_available":true}}""");

        List<UpstreamFailure> failures = [(await harness.V4.GetCurrentValueAsync(One)).Failure!];
        foreach (var client in (string[])["ann", "bob", ""])
        {
            using var scope = UpstreamCallContext.BeginScope(new CallerInfo(client, client.Length > 0 ? CallPriority.Interactive : CallPriority.Background));
            failures.Add((await harness.V5.GetStatusAsync()).Failure!);
            failures.Add((await harness.V4.GetCurrentValueAsync(new AddressQuery([Other]))).Failure!);
        }

        failures.ShouldAllBe(failure => failure.Kind == UpstreamFailureKind.RateLimited && failure.RetryAfter == TimeSpan.FromDays(1));
        harness.RateLimiter.Current.ResetAt.ShouldBe(end);
        harness.RateLimiter.Current.Remaining.ShouldBe(0);
        harness.Stub.Requests.Count.ShouldBe(1);
        harness.Time.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task GetAsync_Should_ReportTheNewEndToAll_When_TheProbeIsRejected()
    {
        using var harness = new UpstreamHarness(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"));
        harness.Stub.ReturnsInSequence(Endpoint, TooMany("86400"), TooMany("3600"), StubResponse.Status(HttpStatusCode.TooManyRequests)).Returns(OtherEndpoint, """{"result":{"is_available":true}}""");

        var first = await harness.V4.GetCurrentValueAsync(One);
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        var again = await harness.V4.GetCurrentValueAsync(One);
        harness.Time.Advance(TimeSpan.FromSeconds(20));
        var other = await harness.V5.GetStatusAsync();
        harness.Time.Advance(TimeSpan.FromSeconds(40));
        var silent = await harness.V4.GetCurrentValueAsync(One);
        var after = await harness.V5.GetStatusAsync();

        first.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromDays(1)));
        again.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromHours(1)));
        other.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(3600 - 20)));
        silent.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromSeconds(3600 - 60)), "a 429 without Retry-After keeps the announced wait");
        after.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(3600 - 60)));
        harness.Stub.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, true)]
    [InlineData(HttpStatusCode.Forbidden, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public async Task GetAsync_Should_EndTheAnnouncedWait_When_TheProbeIsAccepted(HttpStatusCode status, bool isAccepted)
    {
        using var harness = new UpstreamHarness(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"), ("RetryRatio", "0"), ("RetryBurst", "0"));
        var end = harness.Time.GetUtcNow().AddDays(1);
        harness.Stub.ReturnsInSequence(Endpoint, TooMany("86400"), StubResponse.Status(status));

        await harness.V4.GetCurrentValueAsync(One);
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        await harness.V4.GetCurrentValueAsync(One);

        harness.RateLimiter.Current.ResetAt.ShouldBe(isAccepted ? null : end);
        harness.Stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task GetAsync_Should_WaitForTheProbe_When_SeveralCallsAreMade()
    {
        using var harness = new UpstreamHarness(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"));
        harness.Stub.ReturnsInSequence(Endpoint, TooMany("86400"), StubResponse.Hang(), StubResponse.Json(Good)).Returns(OtherEndpoint, """{"result":{"is_available":true}}""");
        using var cancellation = new CancellationTokenSource();
        await harness.V4.GetCurrentValueAsync(One);
        harness.Time.Advance(TimeSpan.FromMinutes(1));

        var first = harness.V4.GetCurrentValueAsync(One, ct: cancellation.Token);
        await harness.Stub.ReceivedAsync(2);
        var second = harness.V4.GetCurrentValueAsync(One);
        var third = harness.V5.GetStatusAsync();
        harness.RateLimiter.Current.Waiting.ShouldBe(2);
        harness.Stub.Requests.Count.ShouldBe(2);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).IsSuccess.ShouldBeTrue();
        (await third).IsSuccess.ShouldBeTrue();
        harness.Stub.Requests.Count.ShouldBe(4);
        harness.Time.Elapsed.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task GetAsync_Should_SpaceCalls_When_TheLimitIsOnePerSecond()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "1"));
        harness.Stub.Returns(Endpoint, Good).Returns(OtherEndpoint, """{"result":{"is_available":true}}""");
        harness.AdvanceToFirstPermit();

        var first = harness.V4.GetCurrentValueAsync(One);
        var second = harness.V5.GetStatusAsync();
        var third = harness.V4.GetCurrentValueAsync(One);
        await first;
        harness.Stub.Requests.Count.ShouldBe(1);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await second;
        harness.Stub.Requests.Count.ShouldBe(2);
        harness.Time.Advance(TimeSpan.FromSeconds(1));

        (await third).Calls.ShouldBe(1);
        harness.Stub.Requests.Select(request => request.Path.Split('/')[3]).ShouldBe(["v4", "v5.0", "v4"]);
    }

    [Fact]
    public async Task GetAsync_Should_UseAPermitPerAttempt_When_ItRetries()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "0.1"));
        var start = harness.AdvanceToFirstPermit();
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.InternalServerError);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Calls.ShouldBe(3);
        harness.Time.Elapsed.ShouldBe(start + TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task GetAsync_Should_ReportBudgetExhaustedAtOnce_When_NoPermitIsDueWithinTheQueueTimeout()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "0.01"), ("QueueTimeout", "00:00:20"));
        var start = harness.AdvanceToFirstPermit();
        harness.Stub.Returns(Endpoint, Good);
        await harness.V4.GetCurrentValueAsync(One);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(100)));
        result.Calls.ShouldBe(0);
        harness.Time.Elapsed.ShouldBe(start);
        harness.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_ReportBudgetExhaustedAtOnce_When_NoPermitIsDueBeforeTheDeadline()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "0.01"), ("Timeout", "00:00:10"));
        var start = harness.AdvanceToFirstPermit();
        harness.Stub.Returns(Endpoint, Good);
        await harness.V4.GetCurrentValueAsync(One);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.BudgetExhausted);
        result.Failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(100));
        result.Calls.ShouldBe(0);
        harness.Time.Elapsed.ShouldBe(start);
        harness.RateLimiter.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task GetAsync_Should_ReportTheFirstFailure_When_NoPermitIsDueForTheRetry()
    {
        using var harness = new UpstreamHarness(("CallsPerSecond", "0.01"), ("Timeout", "00:00:10"));
        harness.AdvanceToFirstPermit();
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.BadGateway);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Unavailable, 502));
        result.Calls.ShouldBe(1);
    }

    private static StubResponse TooMany(string retryAfter) => StubResponse.Status(HttpStatusCode.TooManyRequests, "Too many", "text/plain").With("Retry-After", retryAfter);

    private static StubResponse Unavailable(string retryAfter) => StubResponse.Status(HttpStatusCode.ServiceUnavailable).With("Retry-After", retryAfter);

    // The response is processed on this thread or on another one. Both end with the pause.
    private static async Task Until(UpstreamHarness harness, Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
        harness.Time.Elapsed.ShouldBe(TimeSpan.Zero);
    }
}

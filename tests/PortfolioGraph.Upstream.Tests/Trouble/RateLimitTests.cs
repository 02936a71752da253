using System.Globalization;
using System.Net;
using static PortfolioGraph.Upstream.Tests.UpstreamBench;

namespace PortfolioGraph.Upstream.Tests.Trouble;

/// <summary>429 and Retry-After: obeyed exactly, by everyone who shares the account, and never for a day.</summary>
public sealed class RateLimitTests
{
    private const string Endpoint = "v4/general/current_value";
    private const string OtherEndpoint = "v5.0/general/status";
    private const string Good = """{"result":[]}""";

    [Fact]
    public async Task GetAsync_Should_WaitTheSecondsExactly_When_RetryAfterNamesThem()
    {
        using var bench = new UpstreamBench();
        bench.Stub.AnswersInTurn(Endpoint, TooMany("7"), StubAnswer.Json(Good));

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBeTrue();
        result.Calls.ShouldBe(2);
        bench.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task GetAsync_Should_WaitUntilTheDate_When_RetryAfterNamesOne()
    {
        using var bench = new UpstreamBench();
        var date = bench.Time.GetUtcNow().AddSeconds(11).ToString("r", CultureInfo.InvariantCulture);
        bench.Stub.AnswersInTurn(Endpoint, TooMany(date), StubAnswer.Json(Good));

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBeTrue();
        bench.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(11));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("Tue, 01 Jul 2025 11:59:00 GMT")]
    public async Task GetAsync_Should_WaitASecondOrMore_When_RetryAfterNamesNoTimeToCome(string? header)
    {
        using var bench = new UpstreamBench();
        bench.Stub.AnswersInTurn(Endpoint, header is null ? StubAnswer.Status(HttpStatusCode.TooManyRequests) : TooMany(header), StubAnswer.Json(Good));

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.IsSuccess.ShouldBeTrue();
        result.Calls.ShouldBe(2);
        bench.Time.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [InlineData("86400", 86_400)]
    [InlineData("99999999999999", 365 * 86_400)]
    public async Task GetAsync_Should_FailAtOnce_When_RetryAfterIsBeyondTheDeadline(string header, int seconds)
    {
        using var bench = new UpstreamBench();
        bench.Stub.Answers(Endpoint, TooMany(header));

        var result = await bench.V4.GetCurrentValueAsync(One);

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromSeconds(seconds)));
        result.Calls.ShouldBe(1);
        bench.Time.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task GetAsync_Should_FailAtOnce_When_RetryAfterIsBeyondWhatIsLeftOfTheDeadline()
    {
        using var bench = new UpstreamBench(("Timeout", "00:01:30"), ("AttemptTimeout", "00:01:20"));
        bench.Stub.AnswersInTurn(Endpoint, Unavailable("20"), Unavailable("80"));

        var call = bench.V4.GetCurrentValueAsync(One);
        await bench.Time.AdvanceUntilAsync(call, TimeSpan.FromSeconds(25));
        var result = await call;

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Unavailable, 503, TimeSpan.FromSeconds(80)));
        result.Calls.ShouldBe(2);
        bench.Time.Elapsed.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task GetAsync_Should_HoldBackOtherEndpointsAndVersions_When_OneWasTold429()
    {
        using var bench = new UpstreamBench();
        bench.Stub.AnswersInTurn(Endpoint, TooMany("10"), StubAnswer.Json(Good));
        bench.Stub.Answers(OtherEndpoint, """{"result":{"is_available":true}}""");

        var limited = bench.V4.GetCurrentValueAsync(One);
        await bench.Stub.ReceivedAsync(1);
        await Until(bench, () => bench.Budget.Current.ResetAt is not null);
        var other = bench.V5.GetStatusAsync();
        bench.Budget.Current.Waiting.ShouldBe(1);
        bench.Budget.Current.Remaining.ShouldBe(0);

        bench.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        bench.Stub.Requests.Count.ShouldBe(1);
        bench.Time.Advance(TimeSpan.FromTicks(1));

        (await limited).IsSuccess.ShouldBeTrue();
        (await other).Response.ShouldNotBeNull().Result.IsAvailable.ShouldBeTrue();
        bench.Stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task GetAsync_Should_AskAgainAfterTheLongestPause_When_RetryAfterNamedADay()
    {
        using var bench = new UpstreamBench(("MaxRetryAfter", "00:01:00"), ("QueueTimeout", "00:00:20"));
        bench.Stub.AnswersInTurn(Endpoint, TooMany("86400"), StubAnswer.Json(Good));
        await bench.V4.GetCurrentValueAsync(One);

        bench.Time.Advance(TimeSpan.FromSeconds(15));
        var within = await bench.V4.GetCurrentValueAsync(One);
        bench.Time.Advance(TimeSpan.FromSeconds(45));
        var after = await bench.V4.GetCurrentValueAsync(One);

        within.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(86_400 - 15)));
        within.Calls.ShouldBe(0);
        after.IsSuccess.ShouldBeTrue();
        bench.Budget.Current.ResetAt.ShouldBeNull("the wait is over for all");
        bench.Stub.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("86400")]
    [InlineData("Wed, 02 Jul 2025 12:00:00 GMT")]
    public async Task GetAsync_Should_TellTheSameEndToAll_When_OneWasToldADay(string header)
    {
        using var bench = new UpstreamBench(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"));
        var end = bench.Time.GetUtcNow().AddDays(1);
        bench.Stub.Answers(Endpoint, TooMany(header)).Answers(OtherEndpoint, """{"result":{"is_available":true}}""");

        List<UpstreamFailure> told = [(await bench.V4.GetCurrentValueAsync(One)).Failure!];
        foreach (var client in (string[])["ann", "bob", ""])
        {
            using var origin = UpstreamCallContext.BeginScope(new CallerInfo(client, client.Length > 0 ? CallPriority.Interactive : CallPriority.Background));
            told.Add((await bench.V5.GetStatusAsync()).Failure!);
            told.Add((await bench.V4.GetCurrentValueAsync(new AddressQuery([Other]))).Failure!);
        }

        told.ShouldAllBe(failure => failure.Kind == UpstreamFailureKind.RateLimited && failure.RetryAfter == TimeSpan.FromDays(1));
        bench.Budget.Current.ResetAt.ShouldBe(end);
        bench.Budget.Current.Remaining.ShouldBe(0);
        bench.Stub.Requests.Count.ShouldBe(1);
        bench.Time.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task GetAsync_Should_TellTheNewEndToAll_When_TheProbeIsRefused()
    {
        using var bench = new UpstreamBench(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"));
        bench.Stub.AnswersInTurn(Endpoint, TooMany("86400"), TooMany("3600"), StubAnswer.Status(HttpStatusCode.TooManyRequests)).Answers(OtherEndpoint, """{"result":{"is_available":true}}""");

        var first = await bench.V4.GetCurrentValueAsync(One);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        var again = await bench.V4.GetCurrentValueAsync(One);
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        var other = await bench.V5.GetStatusAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(40));
        var silent = await bench.V4.GetCurrentValueAsync(One);
        var after = await bench.V5.GetStatusAsync();

        first.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromDays(1)));
        again.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromHours(1)));
        other.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(3600 - 20)));
        silent.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, 429, TimeSpan.FromSeconds(3600 - 60)), "a refusal without a wait does not take back the one that was named");
        after.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: TimeSpan.FromSeconds(3600 - 60)));
        bench.Stub.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, true)]
    [InlineData(HttpStatusCode.Forbidden, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public async Task GetAsync_Should_EndTheWaitForAll_When_TheProbeIsLetIn(HttpStatusCode status, bool isLetIn)
    {
        using var bench = new UpstreamBench(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"), ("RetryRatio", "0"), ("RetryBurst", "0"));
        var end = bench.Time.GetUtcNow().AddDays(1);
        bench.Stub.AnswersInTurn(Endpoint, TooMany("86400"), StubAnswer.Status(status));

        await bench.V4.GetCurrentValueAsync(One);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.V4.GetCurrentValueAsync(One);

        bench.Budget.Current.ResetAt.ShouldBe(isLetIn ? null : end);
        bench.Stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task GetAsync_Should_WaitForTheProbe_When_SeveralComeTogether()
    {
        using var bench = new UpstreamBench(("QueueTimeout", "00:00:10"), ("Timeout", "00:00:14"), ("AttemptTimeout", "00:00:05"));
        bench.Stub.AnswersInTurn(Endpoint, TooMany("86400"), StubAnswer.Hang(), StubAnswer.Json(Good)).Answers(OtherEndpoint, """{"result":{"is_available":true}}""");
        using var leaving = new CancellationTokenSource();
        await bench.V4.GetCurrentValueAsync(One);
        bench.Time.Advance(TimeSpan.FromMinutes(1));

        var first = bench.V4.GetCurrentValueAsync(One, ct: leaving.Token);
        await bench.Stub.ReceivedAsync(2);
        var second = bench.V4.GetCurrentValueAsync(One);
        var third = bench.V5.GetStatusAsync();
        bench.Budget.Current.Waiting.ShouldBe(2);
        bench.Stub.Requests.Count.ShouldBe(2);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).IsSuccess.ShouldBeTrue();
        (await third).IsSuccess.ShouldBeTrue();
        bench.Stub.Requests.Count.ShouldBe(4);
        bench.Time.Elapsed.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task GetAsync_Should_SpaceCalls_When_TheLimitIsOnePerSecond()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "1"));
        bench.Stub.Answers(Endpoint, Good).Answers(OtherEndpoint, """{"result":{"is_available":true}}""");
        bench.LetTheBudgetFill();

        var first = bench.V4.GetCurrentValueAsync(One);
        var second = bench.V5.GetStatusAsync();
        var third = bench.V4.GetCurrentValueAsync(One);
        await first;
        bench.Stub.Requests.Count.ShouldBe(1);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await second;
        bench.Stub.Requests.Count.ShouldBe(2);
        bench.Time.Advance(TimeSpan.FromSeconds(1));

        (await third).Calls.ShouldBe(1);
        bench.Stub.Requests.Select(request => request.Path.Split('/')[3]).ShouldBe(["v4", "v5.0", "v4"]);
    }

    [Fact]
    public async Task GetAsync_Should_TakeAPermitForEveryAttempt_When_ItRetries()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "0.1"));
        var start = bench.LetTheBudgetFill();
        bench.Stub.AnswersStatus(Endpoint, HttpStatusCode.InternalServerError);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Calls.ShouldBe(3);
        bench.Time.Elapsed.ShouldBe(start + TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task GetAsync_Should_SayBudgetExhaustedAtOnce_When_NoPermitCanComeWithinTheWait()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "0.01"), ("QueueTimeout", "00:00:20"));
        var start = bench.LetTheBudgetFill();
        bench.Stub.Answers(Endpoint, Good);
        await bench.V4.GetCurrentValueAsync(One);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: TimeSpan.FromSeconds(100)));
        result.Calls.ShouldBe(0);
        bench.Time.Elapsed.ShouldBe(start);
        bench.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_SayBudgetExhaustedAtOnce_When_TheDeadlineWouldEndTheWaitForAPermit()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "0.01"), ("Timeout", "00:00:10"));
        var start = bench.LetTheBudgetFill();
        bench.Stub.Answers(Endpoint, Good);
        await bench.V4.GetCurrentValueAsync(One);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.BudgetExhausted);
        result.Failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(100));
        result.Calls.ShouldBe(0);
        bench.Time.Elapsed.ShouldBe(start);
        bench.Budget.Current.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task GetAsync_Should_TellTheFault_When_TheDeadlineEndsTheWaitForTheSecondPermit()
    {
        using var bench = new UpstreamBench(("CallsPerSecond", "0.01"), ("Timeout", "00:00:10"));
        bench.LetTheBudgetFill();
        bench.Stub.AnswersStatus(Endpoint, HttpStatusCode.BadGateway);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Unavailable, 502));
        result.Calls.ShouldBe(1);
    }

    private static StubAnswer TooMany(string retryAfter) => StubAnswer.Status(HttpStatusCode.TooManyRequests, "Too many", "text/plain").With("Retry-After", retryAfter);

    private static StubAnswer Unavailable(string retryAfter) => StubAnswer.Status(HttpStatusCode.ServiceUnavailable).With("Retry-After", retryAfter);

    // The stub's answer is judged on the caller's thread or on another one; both end with the pause.
    private static async Task Until(UpstreamBench bench, Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
        bench.Time.Elapsed.ShouldBe(TimeSpan.Zero);
    }
}

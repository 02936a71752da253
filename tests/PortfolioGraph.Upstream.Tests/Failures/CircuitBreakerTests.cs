using System.Net;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>The circuit breakers, one for each version, which count only failures of the upstream.</summary>
public sealed class CircuitBreakerTests
{
    private const string Endpoint = "v4/general/current_value";
    private const string Good = """{"result":[]}""";

    [Fact]
    public async Task GetAsync_Should_SendNothing_When_TheBreakerIsOpen()
    {
        using var harness = await CreateWithOpenBreakerAsync();
        var requests = harness.Stub.Requests.Count;

        var rejected = await harness.V4.GetCurrentValueAsync(One);

        rejected.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.Unavailable);
        rejected.Failure.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
        rejected.Calls.ShouldBe(0);
        harness.Stub.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task GetAsync_Should_StopRetrying_When_TheBreakerOpens()
    {
        using var harness = new UpstreamHarness(("BreakerMinimumThroughput", "5"), ("BreakerSamplingDuration", "00:10:00"));
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.BadGateway);

        (await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(3);
        var second = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        second.Calls.ShouldBe(2);
        second.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.Unavailable);
        second.Failure.Status.ShouldBe(502);
        second.Failure.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task GetAsync_Should_CallTheOtherVersion_When_OneBreakerIsOpen()
    {
        using var harness = await CreateWithOpenBreakerAsync();
        harness.Stub.Returns("v5.0/general/status", """{"result":{"is_available":true}}""");

        var other = await harness.V5.GetStatusAsync();

        other.IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task GetAsync_Should_CallAgain_When_TheBreakDurationIsOver()
    {
        using var harness = await CreateWithOpenBreakerAsync();
        harness.Stub.Returns(Endpoint, Good);

        harness.Time.Advance(TimeSpan.FromSeconds(5));
        var probe = await harness.V4.GetCurrentValueAsync(One);
        var next = await harness.V4.GetCurrentValueAsync(One);

        probe.IsSuccess.ShouldBeTrue();
        next.IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task GetAsync_Should_CallAgain_When_TheWallClockIsSetBackDuringTheBreak()
    {
        using var harness = await CreateWithOpenBreakerAsync();
        harness.Stub.Returns(Endpoint, Good);

        harness.Time.ShiftWallClock(TimeSpan.FromHours(-1));
        harness.Time.Advance(TimeSpan.FromSeconds(5));

        (await harness.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task GetAsync_Should_ReopenTheBreakerAfterOneCall_When_TheProbeFails()
    {
        using var harness = await CreateWithOpenBreakerAsync();
        var requests = harness.Stub.Requests.Count;
        harness.Time.Advance(TimeSpan.FromSeconds(5));

        var probe = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));
        var next = await harness.V4.GetCurrentValueAsync(One);

        probe.Calls.ShouldBe(1);
        probe.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.Unavailable);
        next.Calls.ShouldBe(0);
        harness.Stub.Requests.Count.ShouldBe(requests + 1);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task GetAsync_Should_KeepCalling_When_EveryCallIsRejected(HttpStatusCode status)
    {
        using var harness = new UpstreamHarness(("BreakerMinimumThroughput", "2"));
        harness.Stub.ReturnsStatus(Endpoint, status);

        for (var call = 1; call <= 20; call++)
            (await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(1);

        harness.Stub.Requests.Count.ShouldBe(20);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task GetAsync_Should_MakeOneAttempt_When_TheHostIsUnreachable(HttpRequestError error)
    {
        using var harness = new UpstreamHarness(("BreakerMinimumThroughput", "100"));
        var unreachable = StubResponse.Throw(() => new HttpRequestException(error));
        harness.Stub.Returns(Endpoint, unreachable).Returns("v5.0/general/status", unreachable);

        (await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(3);
        (await harness.CompleteAsync(harness.V5.GetStatusAsync())).Calls.ShouldBe(1);
        (await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_MakeThreeAttempts_When_TheHostIsReachableAgain()
    {
        using var harness = new UpstreamHarness(("BreakerMinimumThroughput", "100"));
        harness.Stub.Returns(Endpoint, StubResponse.Throw(() => new HttpRequestException(HttpRequestError.ConnectionError))).ReturnsStatus("v5.0/general/status", HttpStatusCode.NotFound);

        await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));
        (await harness.CompleteAsync(harness.V5.GetStatusAsync())).Failure.ShouldNotBeNull().Status.ShouldBe(404);

        (await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(3);
    }

    private static async Task<UpstreamHarness> CreateWithOpenBreakerAsync()
    {
        var harness = new UpstreamHarness(("BreakerMinimumThroughput", "3"), ("BreakerSamplingDuration", "00:10:00"));
        harness.Stub.Resets(Endpoint);
        await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));
        return harness;
    }
}

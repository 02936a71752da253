using System.Net;
using static PortfolioGraph.Upstream.Tests.UpstreamBench;

namespace PortfolioGraph.Upstream.Tests.Trouble;

/// <summary>The circuit breaker: one for each version, on the upstream's own failures only.</summary>
public sealed class BreakerTests
{
    private const string Endpoint = "v4/general/current_value";
    private const string Good = """{"result":[]}""";

    [Fact]
    public async Task GetAsync_Should_SendNothing_When_TheBreakerIsOpen()
    {
        using var bench = await Broken();
        var requests = bench.Stub.Requests.Count;

        var refused = await bench.V4.GetCurrentValueAsync(One);

        refused.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.Unavailable);
        refused.Failure.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
        refused.Calls.ShouldBe(0);
        bench.Stub.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task GetAsync_Should_StopRetrying_When_TheBreakerOpensMeanwhile()
    {
        using var bench = new UpstreamBench(("BreakerMinimumThroughput", "5"), ("BreakerSamplingDuration", "00:10:00"));
        bench.Stub.AnswersStatus(Endpoint, HttpStatusCode.BadGateway);

        (await bench.EndOf(bench.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(3);
        var second = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        second.Calls.ShouldBe(2);
        second.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.Unavailable);
        second.Failure.Status.ShouldBe(502);
        second.Failure.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task GetAsync_Should_AskOtherVersion_When_OnlyOneIsBroken()
    {
        using var bench = await Broken();
        bench.Stub.Answers("v5.0/general/status", """{"result":{"is_available":true}}""");

        var other = await bench.V5.GetStatusAsync();

        other.IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task GetAsync_Should_AskAgain_When_TheBreakersPauseIsOver()
    {
        using var bench = await Broken();
        bench.Stub.Answers(Endpoint, Good);

        bench.Time.Advance(TimeSpan.FromSeconds(5));
        var probe = await bench.V4.GetCurrentValueAsync(One);
        var next = await bench.V4.GetCurrentValueAsync(One);

        probe.IsSuccess.ShouldBeTrue();
        next.IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task GetAsync_Should_AskAgain_When_TheWallClockWasSetBackMeanwhile()
    {
        using var bench = await Broken();
        bench.Stub.Answers(Endpoint, Good);

        bench.Time.ShiftWallClock(TimeSpan.FromHours(-1));
        bench.Time.Advance(TimeSpan.FromSeconds(5));

        (await bench.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task GetAsync_Should_OpenAgainAfterOneCall_When_TheProbeFails()
    {
        using var bench = await Broken();
        var requests = bench.Stub.Requests.Count;
        bench.Time.Advance(TimeSpan.FromSeconds(5));

        var probe = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));
        var next = await bench.V4.GetCurrentValueAsync(One);

        probe.Calls.ShouldBe(1);
        probe.Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.Unavailable);
        next.Calls.ShouldBe(0);
        bench.Stub.Requests.Count.ShouldBe(requests + 1);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task GetAsync_Should_KeepAsking_When_OnlyRefusalsCome(HttpStatusCode status)
    {
        using var bench = new UpstreamBench(("BreakerMinimumThroughput", "2"));
        bench.Stub.AnswersStatus(Endpoint, status);

        for (var call = 1; call <= 20; call++)
            (await bench.EndOf(bench.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(1);

        bench.Stub.Requests.Count.ShouldBe(20);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task GetAsync_Should_TryOnce_When_TheOtherVersionHasFoundNoHost(HttpRequestError error)
    {
        using var bench = new UpstreamBench(("BreakerMinimumThroughput", "100"));
        var lost = StubAnswer.Throw(() => new HttpRequestException(error));
        bench.Stub.Answers(Endpoint, lost).Answers("v5.0/general/status", lost);

        (await bench.EndOf(bench.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(3);
        (await bench.EndOf(bench.V5.GetStatusAsync())).Calls.ShouldBe(1);
        (await bench.EndOf(bench.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_TryThreeTimesAgain_When_TheHostHasAnsweredMeanwhile()
    {
        using var bench = new UpstreamBench(("BreakerMinimumThroughput", "100"));
        bench.Stub.Answers(Endpoint, StubAnswer.Throw(() => new HttpRequestException(HttpRequestError.ConnectionError))).AnswersStatus("v5.0/general/status", HttpStatusCode.NotFound);

        await bench.EndOf(bench.V4.GetCurrentValueAsync(One));
        (await bench.EndOf(bench.V5.GetStatusAsync())).Failure.ShouldNotBeNull().Status.ShouldBe(404);

        (await bench.EndOf(bench.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(3);
    }

    private static async Task<UpstreamBench> Broken()
    {
        var bench = new UpstreamBench(("BreakerMinimumThroughput", "3"), ("BreakerSamplingDuration", "00:10:00"));
        bench.Stub.Resets(Endpoint);
        await bench.EndOf(bench.V4.GetCurrentValueAsync(One));
        return bench;
    }
}

using System.Net;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>A failing upstream gets few more calls than a healthy one.</summary>
public sealed class RetryBudgetTests
{
    private const string Endpoint = "v4/general/current_value";
    private const string OtherEndpoint = "v5.0/general/status";
    private const string Good = """{"result":[]}""";

    [Theory]
    [InlineData(120, 1)]
    [InlineData(1200, 10)]
    [InlineData(12_000, 100)]
    public async Task GetAsync_Should_MakeAtMost13AttemptsPerTenCalls_When_ThreeInTenFailForTwoMinutes(int calls, int perSecond)
    {
        using var harness = new UpstreamHarness(("RetryDelay", "00:00:00"));
        FailAtRandom(harness, calls, share: 0.3);

        var succeeded = await CallAsync(harness, calls, TimeSpan.FromSeconds(1) / perSecond);

        harness.Stub.Requests.Count.ShouldBeInRange((int)(1.15 * calls), (int)(1.3 * calls));
        succeeded.ShouldBeGreaterThan((int)(0.8 * calls));
    }

    [Fact]
    public async Task GetAsync_Should_RetryEveryFailure_When_FaultsAreRare()
    {
        using var harness = new UpstreamHarness(("RetryDelay", "00:00:00"));
        FailAtRandom(harness, 1000, share: 0.05);

        var succeeded = await CallAsync(harness, 1000, TimeSpan.FromSeconds(0.1));

        succeeded.ShouldBe(1000);
    }

    [Fact]
    public async Task GetAsync_Should_StopRetrying_When_TheRetryBudgetIsEmpty()
    {
        using var harness = new UpstreamHarness(("RetryDelay", "00:00:00"), ("RetryBurst", "3"), ("RetryRatio", "0"), ("BreakerMinimumThroughput", "1000"));
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.BadGateway);

        var calls = new List<int>();
        for (var call = 0; call < 3; call++)
            calls.Add((await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls);
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        calls.Add((await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls);

        calls.ShouldBe([3, 2, 1, 2], "a third of the burst refills in a minute");
    }

    [Fact]
    public async Task GetAsync_Should_ShareTheRetryBudget_When_BothVersionsFail()
    {
        using var harness = new UpstreamHarness(("RetryDelay", "00:00:00"), ("RetryBurst", "2"), ("RetryRatio", "0"));
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.BadGateway).ReturnsStatus(OtherEndpoint, HttpStatusCode.BadGateway);

        (await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls.ShouldBe(3);

        (await harness.CompleteAsync(harness.V5.GetStatusAsync())).Calls.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_AllowOneRetryPerFiveCalls_When_TheRetryBurstIsZero()
    {
        using var harness = new UpstreamHarness(("RetryDelay", "00:00:00"), ("RetryBurst", "0"), ("BreakerMinimumThroughput", "1000"));
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.BadGateway);

        var calls = new List<int>();
        for (var call = 0; call < 10; call++)
            calls.Add((await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).Calls);

        calls.ShouldBe([1, 1, 1, 1, 2, 1, 1, 1, 1, 2]);
    }

    private static void FailAtRandom(UpstreamHarness harness, int calls, double share)
    {
        // A fixed seed yields the same faults in every run.
        var random = new Random(20250701);
        harness.Stub.ReturnsInSequence(Endpoint, [.. Enumerable.Range(0, 3 * calls).Select(_ =>
            random.NextDouble() < share ? StubResponse.Status(HttpStatusCode.BadGateway) : StubResponse.Json(Good))]);
    }

    private static async Task<int> CallAsync(UpstreamHarness harness, int calls, TimeSpan gap)
    {
        var succeeded = 0;
        for (var call = 0; call < calls; call++)
        {
            succeeded += (await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One))).IsSuccess ? 1 : 0;
            harness.Time.Advance(gap);
        }

        return succeeded;
    }
}

using System.Diagnostics;
using System.Net;
using PortfolioGraph.Core.Tests.Loading;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Telemetry;

/// <summary>Metrics and traces, each compared with the upstream requests that it describes.</summary>
public sealed class TelemetryTests
{
    private const string ProfitAndLoss = "v4/general/profit_and_loss";

    // Shorter than an attempt's timeout, which would otherwise fire while the attempt is on another thread.
    private static readonly TimeSpan AdvanceLimit = TimeSpan.FromSeconds(2);

    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m));

    [Fact]
    public async Task Calls_Should_BeCountedByEndpointAndOutcome_When_AttemptsAreSent()
    {
        var stub = new StubUpstream().ReturnsInSequence(ProfitAndLoss, StubResponse.Status(HttpStatusCode.BadGateway), StubResponse.Json("""{"result":[{"abs_profit_usd":1}]}"""));
        using var core = CoreHost.Over(stub, _time);
        using var metrics = new MetricRecorder(core.Meters);

        await _time.AdvanceUntilAsync(LoadAsync(core), AdvanceLimit);

        metrics.Of("portfoliograph.upstream.calls").ShouldBe([(1, $"endpoint={ProfitAndLoss} outcome=Unavailable"), (1, $"endpoint={ProfitAndLoss} outcome=Succeeded")]);
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task CacheHits_Should_BeCountedByDataset_When_AnotherOperationLoadedTheValue()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using var metrics = new MetricRecorder(core.Meters);

        await LoadAsync(core);
        metrics.Of("portfoliograph.cache.hits").ShouldBeEmpty();
        await LoadAsync(core);

        metrics.Of("portfoliograph.cache.hits").ShouldBe([(1, "dataset=profitAndLoss")]);
        _world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Coalesced_Should_CountLoadsThatJoinACall_When_TheCallIsInFlight()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = CoreHost.Over(gate, _time);
        using var metrics = new MetricRecorder(core.Meters);

        var loads = Enumerable.Range(0, 3).Select(_ => LoadAsync(core)).ToList();
        gate.Open();
        await Task.WhenAll(loads);

        metrics.Of("portfoliograph.upstream.coalesced").ShouldBe([(1, "dataset=profitAndLoss"), (1, "dataset=profitAndLoss")]);
        _world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task StaleServed_Should_BeCountedByDataset_When_TheRefreshFails()
    {
        var stub = new StubUpstream().ReturnsInSequence(
            ProfitAndLoss, StubResponse.Json("""{"result":[{"abs_profit_usd":1}]}"""), StubResponse.Status(HttpStatusCode.BadRequest));
        using var core = CoreHost.Over(stub, _time);
        using var metrics = new MetricRecorder(core.Meters);

        await LoadAsync(core);
        _time.Advance(TimeSpan.FromSeconds(61));
        (await LoadAsync(core)).Source!.State.ShouldBe(DataSourceState.Stale);

        metrics.Of("portfoliograph.cache.stale_served").ShouldBe([(1, "dataset=profitAndLoss")]);
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Queue_Should_ReportItsLengthAndWaitTimes_When_CallsWaitForPermits()
    {
        using var core = CoreHost.Over(_world.Stub, _time, ("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"));
        using var metrics = new MetricRecorder(core.Meters);

        var load = LoadAsync(core);
        metrics.Observe();
        await _time.AdvanceUntilAsync(load, AdvanceLimit);
        metrics.Observe();

        metrics.Of("portfoliograph.upstream.queue.length").Select(static length => length.Value).ShouldBe([1, 0]);
        metrics.Of("portfoliograph.upstream.queue.wait_time").ShouldBe([(1, "outcome=Granted")]);
        _world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WaitTime_Should_BeRecordedAsRejected_When_TheQueueTimeoutEndsTheWait()
    {
        using var core = CoreHost.Over(_world.Stub, _time, ("Upstream:CallsPerSecond", "0.1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:QueueTimeout", "00:00:05"));
        using var metrics = new MetricRecorder(core.Meters);

        (await LoadAsync(core)).Failure!.Kind.ShouldBe(LoadFailureKind.BudgetExhausted);

        metrics.Of("portfoliograph.upstream.queue.wait_time").ShouldBe([(0, "outcome=Rejected")]);
        _world.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Activities_Should_NestAndHoldNoAddress_When_AnOperationLoads()
    {
        using var root = new Activity("operation");
        List<Activity> ended = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "PortfolioGraph",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                lock (ended)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        root.Start();
        using var core = CoreHost.Over(_world.Stub, _time);

        await LoadAsync(core);

        var (call, load) = (ended.Single(static activity => activity.OperationName == "upstream call"), ended.Single(static activity => activity.OperationName == "load"));
        call.ParentSpanId.ShouldBe(load.SpanId);
        load.ParentSpanId.ShouldBe(root.SpanId);
        ended.SelectMany(static activity => activity.TagObjects).Select(static tag => $"{tag.Key}={tag.Value}").ShouldBe(
            [$"endpoint={ProfitAndLoss}", "attempts=1", "dataset=profitAndLoss", "keys=1"]);
        _world.Requests.Count.ShouldBe(1);
    }

    // Each load is an operation of its own.
    private static async Task<LoadResult<ProfitAndLossTable>> LoadAsync(CoreHost core)
    {
        using var usage = UpstreamUsageRecorder.Begin();
        return await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
    }
}

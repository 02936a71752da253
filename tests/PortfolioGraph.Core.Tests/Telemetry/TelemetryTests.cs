using System.Diagnostics;
using System.Net;
using PortfolioGraph.Core.Tests.Loading;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;

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
        metrics.Of("portfoliograph.upstream.duration").Select(static duration => duration.Tags).ShouldBe([$"endpoint={ProfitAndLoss} outcome=Unavailable", $"endpoint={ProfitAndLoss} outcome=Succeeded"]);
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
        metrics.Of("portfoliograph.upstream.permits.granted").Select(static granted => granted.Value).ShouldBe([0, 0]);
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
    public async Task Granted_Should_CountThePermit_When_ItsCallIsNotSent()
    {
        using var core = CoreHost.Over(_world.Stub, _time, ("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"));
        using var metrics = new MetricRecorder(core.Meters);
        _ = core.RateLimiter;
        _time.Advance(TimeSpan.FromSeconds(1));

        using (core.RateLimiter.Request(new("client", CallPriority.Interactive)))
            metrics.Observe();
        metrics.Observe();

        metrics.Of("portfoliograph.upstream.permits.granted").Select(static granted => granted.Value).ShouldBe([1, 0]);
    }

    [Fact]
    public async Task Calls_Should_BeCountedAsTimeout_When_NoResponseArrivesInTime()
    {
        using var core = CoreHost.Over(new StubUpstream().Hangs(ProfitAndLoss).Hangs("v4/overview/erc20/profit_and_loss").Hangs("v4/overview/protocols/profit_and_loss"), _time, ("Upstream:AttemptTimeout", "00:00:02"));
        using var metrics = new MetricRecorder(core.Meters);

        await _time.AdvanceUntilAsync(LoadAsync(core), AdvanceLimit);

        metrics.Of("portfoliograph.upstream.calls")[0].Tags.ShouldBe($"endpoint={ProfitAndLoss} outcome=Timeout");
    }

    [Fact]
    public void Watch_Should_ReportSubscribersAndPortfolios_When_SomeWatchTheSame()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using var metrics = new MetricRecorder(core.Meters);

        using (core.Watch.Subscribe(new Portfolio([Wallets.Address(1)])))
        using (core.Watch.Subscribe(new Portfolio([Wallets.Address(1)])))
        using (core.Watch.Subscribe(new Portfolio([Wallets.Address(2)])))
            metrics.Observe();
        metrics.Observe();

        metrics.Of("portfoliograph.watch.subscribers").Select(static count => count.Value).ShouldBe([3, 0]);
        metrics.Of("portfoliograph.watch.portfolios").Select(static count => count.Value).ShouldBe([2, 0]);
    }

    [Fact]
    public async Task Activities_Should_NestAndHoldNoAddress_When_AnOperationLoads()
    {
        using var activities = new ActivityRecorder();
        using var core = CoreHost.Over(_world.Stub, _time);

        await LoadAsync(core);

        var (attempt, call, load) = (activities.Single("upstream attempt"), activities.Single("upstream call"), activities.Single("load"));
        attempt.ParentSpanId.ShouldBe(call.SpanId);
        call.ParentSpanId.ShouldBe(load.SpanId);
        load.ParentSpanId.ShouldBe(activities.Root.SpanId);
        activities.Tags.ShouldBe(
            [$"endpoint={ProfitAndLoss}", "permit.wait_time=0", "outcome=Succeeded", $"endpoint={ProfitAndLoss}", "attempts=1", "dataset=profitAndLoss", "keys=1"]);
        _world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Attempts_Should_HaveAnActivityEachWithOutcomeAndWait_When_TheCallIsRetried()
    {
        var stub = new StubUpstream().ReturnsInSequence(ProfitAndLoss, StubResponse.Status(HttpStatusCode.BadGateway), StubResponse.Json("""{"result":[{"abs_profit_usd":1}]}"""));
        using var activities = new ActivityRecorder();
        using var core = CoreHost.Over(stub, _time, ("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"));

        await _time.AdvanceUntilAsync(LoadAsync(core), AdvanceLimit);

        var attempts = activities.Of("upstream attempt");
        attempts.Select(ActivityRecorder.TagsOf).ShouldBe(
        [
            $"endpoint={ProfitAndLoss} permit.wait_time=1 outcome=Unavailable http.response.status_code=502 error.type=502",
            $"endpoint={ProfitAndLoss} permit.wait_time=1 outcome=Succeeded",
        ]);
        attempts.Select(static attempt => (attempt.Kind, attempt.Status)).ShouldBe([(ActivityKind.Client, ActivityStatusCode.Error), (ActivityKind.Client, ActivityStatusCode.Unset)]);
        activities.Single("upstream call").TagObjects.ShouldContain(new KeyValuePair<string, object?>("attempts", 2));
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Attempt_Should_ReportWhyNothingWasSent_When_ThereIsNoPermitForARetry()
    {
        var stub = new StubUpstream().Returns(ProfitAndLoss, StubResponse.Status(HttpStatusCode.BadGateway));
        using var activities = new ActivityRecorder();
        using var core = CoreHost.Over(stub, _time, ("Upstream:CallsPerSecond", "0.2"), ("Upstream:RateLimitMargin", "0"), ("Upstream:QueueTimeout", "00:00:03"), ("Upstream:Timeout", "00:00:04"));
        // The first permit is free at once, and the second after five seconds.
        core.RateLimiter.Current.Remaining.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(5));

        await _time.AdvanceUntilAsync(LoadAsync(core), TimeSpan.FromSeconds(5));

        // Neither the retry nor the fallback to another endpoint gets a permit.
        activities.Of("upstream attempt").Select(static attempt => attempt.GetTagItem("outcome")).ShouldBe(["Unavailable", "BudgetExhausted", "BudgetExhausted"]);
        stub.Requests.Count.ShouldBe(1);
    }

    // Each load is an operation of its own.
    private static async Task<LoadResult<ProfitAndLossTable>> LoadAsync(CoreHost core)
    {
        using var usage = UpstreamUsageRecorder.Begin();
        return await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
    }
}

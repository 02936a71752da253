using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Properties of the rate limiter, with callers that arrive and cancel at random times.</summary>
public sealed class UpstreamRateLimiterProperties
{
    private static readonly TimeSpan TimeStep = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongTimeout = TimeSpan.FromMinutes(10);

    private static readonly Arbitrary<Scenario> Scenarios =
        (from interval in Gen.Elements(100, 200, 500, 1000, 2000)
         from burst in Gen.Choose(1, 5)
         from callers in CallersWithin(interval).NonEmptyListOf().Resize(30)
         select new Scenario(TimeSpan.FromMilliseconds(interval), burst, [.. callers])).ToArbitrary();

    [Fact]
    public void TryUse_Should_StayWithinTheLimit_When_CallersArriveAndCancel() =>
        Prop.ForAll(Scenarios, scenario =>
        {
            var grants = Run(scenario, LongTimeout).Granted.Select(caller => caller.EndedAt!.Value).ToList();

            // Any window allows at most the burst plus one call per elapsed interval.
            return Pairs(grants).All(pair => pair.Later - pair.Earlier >= scenario.Interval * (pair.Count - scenario.Burst));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryUse_Should_StayWithinTheLimitInEverySecond_When_TheBurstIsOne() =>
        Prop.ForAll(Scenarios, scenario =>
        {
            var calm = scenario with { Burst = 1 };
            var grants = Run(calm, LongTimeout).Granted.Select(caller => caller.EndedAt!.Value).ToList();
            var limit = (int)Math.Ceiling(TimeSpan.FromSeconds(1) / calm.Interval);

            return grants.All(start => grants.Count(grant => grant >= start && grant < start + TimeSpan.FromSeconds(1)) <= limit);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_BeGrantedInOrderOfArrival_When_CallersWait() =>
        Prop.ForAll(Scenarios, scenario =>
        {
            var granted = Run(scenario, LongTimeout).Granted;
            return granted.Zip(granted.Skip(1)).All(pair => pair.First.EndedAt <= pair.Second.EndedAt);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_BeGrantedAsEarlyAsTheLimitAllows_When_OthersAreCancelled() =>
        Prop.ForAll(Scenarios, scenario =>
        {
            // Cancelled callers use no permits, so the others are served as if the cancelled ones did not exist.
            var granted = Run(scenario, LongTimeout).Granted;
            for (var index = 0; index < granted.Count; index++)
            {
                var earliest = granted[index].Arrival;
                for (var before = 0; before < index; before++)
                {
                    var limit = granted[before].EndedAt!.Value + (scenario.Interval * (index - before - (scenario.Burst - 1)));
                    earliest = Max(Max(earliest, granted[before].EndedAt!.Value), limit);
                }

                if (granted[index].EndedAt != earliest)
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_BeGrantedOrRejectedWithinTheQueueTimeout_When_TheQueueIsLong() =>
        Prop.ForAll(Scenarios, scenario =>
        {
            var queueTimeout = scenario.Interval * 3;
            var (callers, snapshot) = Run(scenario, queueTimeout);

            return snapshot.Waiting == 0
                && callers.All(caller => caller.EndedAt is { } end && end - caller.Arrival <= queueTimeout)
                && callers.Where(caller => caller.Rejected).All(caller => caller.EndedAt == caller.Arrival || caller.EndedAt - caller.Arrival == queueTimeout);
        }).QuickCheckThrowOnFailure();

    private static Gen<PlannedCaller> CallersWithin(int interval) =>
        from gap in Gen.Frequency((3, Gen.Constant(0)), (3, Gen.Choose(0, interval / 10)), (1, Gen.Choose(0, interval / 2)))
        from cancelledAfter in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, interval / 2)))
        select new PlannedCaller(TimeStep * gap, cancelledAfter < 0 ? null : TimeStep * cancelledAfter);

    private static Simulation Run(Scenario scenario, TimeSpan queueTimeout)
    {
        var time = new SteppedTimeProvider();
        var options = new UpstreamOptions { CallsPerSecond = (decimal)(1 / scenario.Interval.TotalSeconds), RateLimitMargin = 0, Burst = scenario.Burst, QueueTimeout = queueTimeout };
        using var limiter = new UpstreamRateLimiter(Options.Create(options), time, UnobservedMetrics.Upstream);
        time.Advance(scenario.Interval * scenario.Burst);
        var callers = new List<SimulatedCaller>();

        foreach (var caller in scenario.Callers)
        {
            Advance(time, callers, caller.Gap);
            callers.Add(new SimulatedCaller(limiter, time.Elapsed, caller.CancelledAfter));
            Update(time, callers);
        }

        Advance(time, callers, (scenario.Interval * scenario.Callers.Count) + TimeSpan.FromSeconds(1));
        return new Simulation(callers, limiter.Current);
    }

    private static void Advance(SteppedTimeProvider time, List<SimulatedCaller> callers, TimeSpan duration)
    {
        for (var passed = TimeSpan.Zero; passed < duration; passed += TimeStep)
        {
            time.Advance(TimeStep);
            Update(time, callers);
        }
    }

    private static void Update(SteppedTimeProvider time, List<SimulatedCaller> callers)
    {
        foreach (var caller in callers)
            caller.Update(time.Elapsed);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static IEnumerable<(TimeSpan Earlier, TimeSpan Later, int Count)> Pairs(List<TimeSpan> grants) =>
        from earlier in Enumerable.Range(0, grants.Count)
        from later in Enumerable.Range(earlier + 1, grants.Count - earlier - 1)
        select (grants[earlier], grants[later], later - earlier + 1);

    private sealed record Scenario(TimeSpan Interval, int Burst, IReadOnlyList<PlannedCaller> Callers);

    private sealed record PlannedCaller(TimeSpan Gap, TimeSpan? CancelledAfter);

    private sealed record Simulation(IReadOnlyList<SimulatedCaller> Callers, RateLimiterSnapshot Snapshot)
    {
        public IReadOnlyList<SimulatedCaller> Granted => [.. Callers.Where(caller => caller.Granted)];
    }

    private sealed class SimulatedCaller(UpstreamRateLimiter limiter, TimeSpan arrival, TimeSpan? cancelledAfter)
    {
        private readonly CallPermit _permit = limiter.Request(CallerInfo.Unknown);

        public TimeSpan Arrival => arrival;

        public TimeSpan? EndedAt { get; private set; }

        public bool Granted => _permit.State == CallPermitState.Used;

        public bool Rejected => _permit.State == CallPermitState.Rejected;

        public void Update(TimeSpan now)
        {
            if (EndedAt is not null)
                return;

            if (now >= arrival + cancelledAfter && _permit.State == CallPermitState.Waiting)
                _permit.Dispose();
            if (_permit.TryUse() || _permit.State != CallPermitState.Waiting)
                EndedAt = now;
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Properties of fair queueing, for clients that request permits, share calls, cancel and return permits.</summary>
public sealed class FairnessProperties
{
    private static readonly TimeSpan TimeStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongTimeout = TimeSpan.FromMinutes(10);
    private static readonly string[] Clients = ["a", "b", "c", "d"];

    private static readonly Gen<CallerInfo> CallerInfos =
        from client in Gen.Elements(Clients)
        from priority in Gen.Frequency((3, Gen.Constant(CallPriority.Interactive)), (1, Gen.Constant(CallPriority.Background)))
        select new CallerInfo(client, priority);

    /// <summary>Callers of several clients that wait until they are served.</summary>
    private static readonly Arbitrary<Scenario> SimpleScenarios = CreateScenarios(Gen.Constant(Ending.Uses), joinWeight: 0);

    /// <summary>Callers of several clients that may also share calls, cancel, and return granted permits.</summary>
    private static readonly Arbitrary<Scenario> MixedScenarios = CreateScenarios(
        Gen.Frequency((5, Gen.Constant(Ending.Uses)), (1, Gen.Constant(Ending.Cancels)), (1, Gen.Constant(Ending.Returns))), joinWeight: 1);

    [Fact]
    public void TryUse_Should_StayWithinTheLimit_When_PermitsAreSharedAndReturned() =>
        Prop.ForAll(MixedScenarios, scenario =>
        {
            var uses = Run(scenario, LongTimeout).Uses.Select(use => use.EndedAt!.Value).ToList();
            return Enumerable.Range(0, uses.Count).All(first =>
                Enumerable.Range(first, uses.Count - first).All(last => uses[last] - uses[first] >= Interval * (last - first + 1 - scenario.Burst)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_BeGranted_When_TheQueueTimeoutIsLong() =>
        Prop.ForAll(MixedScenarios, scenario =>
        {
            var result = Run(scenario, LongTimeout);
            return result.Waiting == 0 && result.Callers.All(caller => caller.EndedAt is not null)
                && result.Callers.Where(caller => caller.Ending == Ending.Uses).All(caller => caller.Permit.State == CallPermitState.Used);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_BeGrantedOrRejectedInTime_When_TheQueueTimeoutIsShort() =>
        Prop.ForAll(MixedScenarios, scenario =>
        {
            var queueTimeout = Interval * 4;
            var result = Run(scenario, queueTimeout);

            // A shared permit may wait as long as its last waiter, but each waiter waits no longer than the queue timeout.
            return result.Waiting == 0
                && result.Callers.All(caller => caller.EndedAt is not null)
                && result.Callers.All(caller => caller.Permit.State is not CallPermitState.Waiting and not CallPermitState.Granted)
                && result.Callers.SelectMany(caller => caller.Waiters).All(waiter => waiter.EndedAt - waiter.Since <= queueTimeout);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_WaitForNoMoreCallsOfAnotherClientThanItsOwn_When_ClientsRequestMany() =>
        Prop.ForAll(SimpleScenarios, scenario =>
        {
            var result = Run(scenario with { Burst = 1 }, LongTimeout);
            var uses = result.Uses;
            return uses.Where(IsInteractive).All(served =>
            {
                var own = uses.Count(use => use.Info == served.Info && use.Index < served.Index && use.EndedAt > served.Since) + 1;
                var others = uses.Where(use => IsInteractive(use) && use.Info != served.Info && use.UseOrder < served.UseOrder && use.EndedAt > served.Since);
                return others.CountBy(use => use.Info.Client).All(other => other.Value <= own);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_BeGrantedInOrder_When_ClientAndPriorityAreTheSame() =>
        Prop.ForAll(SimpleScenarios, scenario => Run(scenario, LongTimeout).Uses.GroupBy(use => use.Info).All(client =>
            client.Zip(client.Skip(1)).All(pair => pair.First.Index < pair.Second.Index))).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_GrantOneBackgroundCallAfterFourInteractiveCalls_When_BothWait() =>
        Prop.ForAll(SimpleScenarios, scenario =>
        {
            var uses = Run(scenario with { Burst = 1 }, LongTimeout).Uses;
            var interactiveStreak = 0;
            foreach (var use in uses)
            {
                bool Waits(SimulatedCaller other) => other.UseOrder > use.UseOrder && other.Since < use.EndedAt;
                if (!IsInteractive(use))
                {
                    // A background call precedes waiting interactive calls only after four of them were served.
                    if (interactiveStreak < PermitQueue.BackgroundStarvationLimit && uses.Any(other => IsInteractive(other) && Waits(other)))
                        return false;
                    interactiveStreak = 0;
                }
                else if (uses.Any(other => !IsInteractive(other) && Waits(other)))
                {
                    interactiveStreak++;
                }

                if (interactiveStreak > PermitQueue.BackgroundStarvationLimit)
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Current_Should_PredictTheGrantTime_When_NoOtherCallerEntersOrLeaves() =>
        Prop.ForAll(SimpleScenarios, CallerInfos.ToArbitrary(), (scenario, info) =>
        {
            var simulation = new Simulation(scenario.Burst, LongTimeout);
            foreach (var caller in scenario.Callers)
                simulation.Add(caller);

            DateTimeOffset predicted;
            using (UpstreamCallContext.BeginScope(info))
                predicted = simulation.RateLimiter.Current.ResetAt ?? simulation.Time.GetUtcNow();
            var last = simulation.Add(new PlannedCaller(TimeSpan.Zero, info, Ending.Uses, null, null));
            simulation.RunToEnd();

            return last.EndedAt == predicted - simulation.Time.GetUtcNow() + simulation.Time.Elapsed;
        }).QuickCheckThrowOnFailure();

    private static bool IsInteractive(SimulatedCaller caller) => caller.Info.Priority == CallPriority.Interactive;

    private static Arbitrary<Scenario> CreateScenarios(Gen<Ending> endings, int joinWeight) =>
        (from burst in Gen.Choose(1, 3)
         from callers in CallersOf(endings, joinWeight).NonEmptyListOf().Resize(30)
         select new Scenario(burst, [.. callers])).ToArbitrary();

    private static Gen<PlannedCaller> CallersOf(Gen<Ending> endings, int joinWeight) =>
        from gap in Gen.Frequency((4, Gen.Constant(0)), (3, Gen.Choose(0, 10)))
        from info in CallerInfos
        from ending in endings
        from cancelled in Gen.Choose(0, 30)
        from joinIndex in Gen.Frequency((2, Gen.Constant(-1)), (joinWeight, Gen.Choose(0, 20)))
        select new PlannedCaller(TimeStep * gap, info, ending, ending == Ending.Cancels ? TimeStep * cancelled : null, joinIndex < 0 ? null : joinIndex);

    private static SimulationResult Run(Scenario scenario, TimeSpan queueTimeout)
    {
        var simulation = new Simulation(scenario.Burst, queueTimeout);
        foreach (var caller in scenario.Callers)
            simulation.Add(caller);
        simulation.RunToEnd();
        return new SimulationResult([.. simulation.Callers], simulation.RateLimiter.Current.Waiting);
    }

    private enum Ending
    {
        Uses,
        Cancels,
        Returns,
    }

    private sealed record Scenario(int Burst, IReadOnlyList<PlannedCaller> Callers);

    /// <summary>A caller that requests its own permit, or joins a queued permit if there is one.</summary>
    private sealed record PlannedCaller(TimeSpan Gap, CallerInfo Info, Ending Ending, TimeSpan? CancelledAfter, int? JoinIndex);

    private sealed record SimulationResult(IReadOnlyList<SimulatedCaller> Callers, int Waiting)
    {
        public IReadOnlyList<SimulatedCaller> Uses => [.. Callers.Where(caller => caller.Permit.State == CallPermitState.Used).OrderBy(caller => caller.UseOrder)];
    }

    private sealed class SimulatedWaiter(PermitWaiter waiter, TimeSpan since)
    {
        public TimeSpan Since => since;

        public TimeSpan? EndedAt { get; private set; }

        public void Update(TimeSpan now)
        {
            if (waiter.Outcome.IsCompleted)
                EndedAt ??= now;
        }
    }

    private sealed class SimulatedCaller(int index, PlannedCaller caller, CallPermit permit, TimeSpan since)
    {
        public int Index => index;

        public CallerInfo Info => caller.Info;

        public Ending Ending => caller.Ending;

        public CallPermit Permit => permit;

        public TimeSpan Since => since;

        public List<SimulatedWaiter> Waiters { get; } = [new(permit.FirstWaiter, since)];

        public TimeSpan? EndedAt { get; private set; }

        /// <summary>The position of this use among all uses.</summary>
        public int UseOrder { get; private set; }

        /// <returns>Whether the caller used or returned its permit, which may unblock other callers.</returns>
        public bool Update(TimeSpan now, ref int uses)
        {
            foreach (var waiter in Waiters)
                waiter.Update(now);
            if (EndedAt is not null)
                return false;

            if (permit.State == CallPermitState.Waiting && now >= since + caller.CancelledAfter)
                permit.FirstWaiter.Dispose();

            switch (permit.State)
            {
                case CallPermitState.Waiting:
                    return false;

                case CallPermitState.Granted when caller.Ending == Ending.Returns:
                    permit.Dispose();
                    break;

                case CallPermitState.Granted:
                    permit.TryUse();
                    UseOrder = ++uses;
                    break;
            }

            EndedAt = now;
            return true;
        }
    }

    private sealed class Simulation
    {
        private int _uses;

        public Simulation(int burst, TimeSpan queueTimeout)
        {
            var options = new UpstreamOptions { CallsPerSecond = 2, RateLimitMargin = 0, Burst = burst, QueueTimeout = queueTimeout };
            RateLimiter = new UpstreamRateLimiter(Options.Create(options), Time, UnobservedMetrics.Upstream);
            Time.Advance(Interval * burst);
        }

        public SteppedTimeProvider Time { get; } = new();

        public UpstreamRateLimiter RateLimiter { get; }

        public List<SimulatedCaller> Callers { get; } = [];

        public SimulatedCaller Add(PlannedCaller caller)
        {
            Advance(caller.Gap);
            if (caller.JoinIndex is { } index && Callers.Where(other => other.Permit.State == CallPermitState.Waiting).ToList() is { Count: > 0 } waiting)
            {
                var joined = waiting[index % waiting.Count];
                joined.Waiters.Add(new SimulatedWaiter(joined.Permit.AddWaiter(caller.Info), Time.Elapsed));
                return joined;
            }

            var added = new SimulatedCaller(Callers.Count, caller, RateLimiter.Request(caller.Info), Time.Elapsed);
            Callers.Add(added);
            Update();
            return added;
        }

        public void RunToEnd() => Advance((Interval * (Callers.Count + 1)) + TimeSpan.FromSeconds(5));

        private void Advance(TimeSpan duration)
        {
            for (var passed = TimeSpan.Zero; passed < duration; passed += TimeStep)
            {
                Time.Advance(TimeStep);
                Update();
            }
        }

        // A used or returned permit may unblock the next caller.
        private void Update()
        {
            bool changed;
            do
            {
                changed = false;
                foreach (var caller in Callers)
                    changed |= caller.Update(Time.Elapsed, ref _uses);
            }
            while (changed);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>What must hold for callers who come and leave at any time.</summary>
public sealed class CallBudgetLaws
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    private static readonly Arbitrary<Story> Stories =
        (from interval in Gen.Elements(100, 200, 500, 1000, 2000)
         from burst in Gen.Choose(1, 5)
         from callers in CallersOver(interval).NonEmptyListOf().Resize(30)
         select new Story(TimeSpan.FromMilliseconds(interval), burst, [.. callers])).ToArbitrary();

    [Fact]
    public void Permits_Should_StayWithinTheLimit_When_CallersComeAndLeave() =>
        Prop.ForAll(Stories, story =>
        {
            var grants = Play(story, LongWait).Granted.Select(caller => caller.EndedAt!.Value).ToList();

            // In any window: the burst, and one for each interval that has passed.
            return Pairs(grants).All(pair => pair.Later - pair.Earlier >= story.Interval * (pair.Count - story.Burst));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Permits_Should_StayWithinTheLimitOfEverySecond_When_ThereIsNoBurst() =>
        Prop.ForAll(Stories, story =>
        {
            var calm = story with { Burst = 1 };
            var grants = Play(calm, LongWait).Granted.Select(caller => caller.EndedAt!.Value).ToList();
            var limit = (int)Math.Ceiling(TimeSpan.FromSeconds(1) / calm.Interval);

            return grants.All(start => grants.Count(grant => grant >= start && grant < start + TimeSpan.FromSeconds(1)) <= limit);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Permits_Should_ComeInTheOrderOfArrival_When_CallersWait() =>
        Prop.ForAll(Stories, story =>
        {
            var granted = Play(story, LongWait).Granted;
            return granted.Zip(granted.Skip(1)).All(pair => pair.First.EndedAt <= pair.Second.EndedAt);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Permits_Should_ComeAsEarlyAsTheLimitAllows_When_OthersLeave() =>
        Prop.ForAll(Stories, story =>
        {
            // Whoever left used nothing up: the others are served as if it had never come.
            var granted = Play(story, LongWait).Granted;
            for (var index = 0; index < granted.Count; index++)
            {
                var earliest = granted[index].Arrival;
                for (var before = 0; before < index; before++)
                {
                    var limit = granted[before].EndedAt!.Value + (story.Interval * (index - before - (story.Burst - 1)));
                    earliest = Max(Max(earliest, granted[before].EndedAt!.Value), limit);
                }

                if (granted[index].EndedAt != earliest)
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Everyone_Should_BeServedOrRefusedWithinTheWait_When_TheLineIsLong() =>
        Prop.ForAll(Stories, story =>
        {
            var wait = story.Interval * 3;
            var (callers, state) = Play(story, wait);

            return state.Waiting == 0
                && callers.All(caller => caller.EndedAt is { } end && end - caller.Arrival <= wait)
                && callers.Where(caller => caller.Refused).All(caller => caller.EndedAt == caller.Arrival || caller.EndedAt - caller.Arrival == wait);
        }).QuickCheckThrowOnFailure();

    private static Gen<CallerScope> CallersOver(int interval) =>
        from gap in Gen.Frequency((3, Gen.Constant(0)), (3, Gen.Choose(0, interval / 10)), (1, Gen.Choose(0, interval / 2)))
        from patience in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, interval / 2)))
        select new CallerScope(Grain * gap, patience < 0 ? null : Grain * patience);

    private static Played Play(Story story, TimeSpan wait)
    {
        var time = new SteppedTimeProvider();
        var options = new UpstreamOptions { CallsPerSecond = (decimal)(1 / story.Interval.TotalSeconds), RateLimitMargin = 0, Burst = story.Burst, QueueTimeout = wait };
        using var budget = new UpstreamRateLimiter(Options.Create(options), time, UnobservedMetrics.Upstream);
        time.Advance(story.Interval * story.Burst);
        var callers = new List<CallerInLine>();

        foreach (var caller in story.Callers)
        {
            Pass(time, callers, caller.Gap);
            callers.Add(new CallerInLine(budget, time.Elapsed, caller.LeavesAfter));
            Look(time, callers);
        }

        Pass(time, callers, (story.Interval * story.Callers.Count) + TimeSpan.FromSeconds(1));
        return new Played(callers, budget.Current);
    }

    private static void Pass(SteppedTimeProvider time, List<CallerInLine> callers, TimeSpan duration)
    {
        for (var passed = TimeSpan.Zero; passed < duration; passed += Grain)
        {
            time.Advance(Grain);
            Look(time, callers);
        }
    }

    private static void Look(SteppedTimeProvider time, List<CallerInLine> callers)
    {
        foreach (var caller in callers)
            caller.Look(time.Elapsed);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static IEnumerable<(TimeSpan Earlier, TimeSpan Later, int Count)> Pairs(List<TimeSpan> grants) =>
        from earlier in Enumerable.Range(0, grants.Count)
        from later in Enumerable.Range(earlier + 1, grants.Count - earlier - 1)
        select (grants[earlier], grants[later], later - earlier + 1);

    private sealed record Story(TimeSpan Interval, int Burst, IReadOnlyList<CallerScope> Callers);

    private sealed record CallerScope(TimeSpan Gap, TimeSpan? LeavesAfter);

    private sealed record Played(IReadOnlyList<CallerInLine> Callers, RateLimiterSnapshot State)
    {
        public IReadOnlyList<CallerInLine> Granted => [.. Callers.Where(caller => caller.Granted)];
    }

    private sealed class CallerInLine(UpstreamRateLimiter budget, TimeSpan arrival, TimeSpan? leavesAfter)
    {
        private readonly CallPermit _permit = budget.Request(CallerInfo.Unknown);

        public TimeSpan Arrival => arrival;

        public TimeSpan? EndedAt { get; private set; }

        public bool Granted => _permit.State == CallPermitState.Used;

        public bool Refused => _permit.State == CallPermitState.Rejected;

        public void Look(TimeSpan now)
        {
            if (EndedAt is not null)
                return;

            if (now >= arrival + leavesAfter && _permit.State == CallPermitState.Waiting)
                _permit.Dispose();
            if (_permit.TryUse() || _permit.State != CallPermitState.Waiting)
                EndedAt = now;
        }
    }
}

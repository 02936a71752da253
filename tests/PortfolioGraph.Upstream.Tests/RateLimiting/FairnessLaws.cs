using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>What must hold for any clients who ask, wait for each other's calls, leave, and give permits back.</summary>
public sealed class FairnessLaws
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);
    private static readonly string[] Clients = ["a", "b", "c", "d"];

    private static readonly Gen<CallerInfo> Origins =
        from client in Gen.Elements(Clients)
        from priority in Gen.Frequency((3, Gen.Constant(CallPriority.Interactive)), (1, Gen.Constant(CallPriority.Background)))
        select new CallerInfo(client, priority);

    /// <summary>Callers of many clients, who wait until they are served.</summary>
    private static readonly Arbitrary<Story> Plain = Stories(Gen.Constant(Ending.Uses), share: 0);

    /// <summary>The same, who also share calls, leave, and give back what they were granted.</summary>
    private static readonly Arbitrary<Story> Lively = Stories(
        Gen.Frequency((5, Gen.Constant(Ending.Uses)), (1, Gen.Constant(Ending.Leaves)), (1, Gen.Constant(Ending.GivesBack))), share: 1);

    [Fact]
    public void Uses_Should_StayWithinTheLimit_When_PermitsAreSharedAndGivenBack() =>
        Prop.ForAll(Lively, story =>
        {
            var uses = Play(story, LongWait).Uses.Select(use => use.EndedAt!.Value).ToList();
            return Enumerable.Range(0, uses.Count).All(first =>
                Enumerable.Range(first, uses.Count - first).All(last => uses[last] - uses[first] >= Interval * (last - first + 1 - story.Burst)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Everyone_Should_BeServed_When_PatienceIsLong() =>
        Prop.ForAll(Lively, story =>
        {
            var play = Play(story, LongWait);
            return play.Waiting == 0 && play.Callers.All(caller => caller.EndedAt is not null)
                && play.Callers.Where(caller => caller.Ending == Ending.Uses).All(caller => caller.Permit.State == CallPermitState.Used);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Everyone_Should_BeServedOrRefusedInTime_When_PatienceIsShort() =>
        Prop.ForAll(Lively, story =>
        {
            var wait = Interval * 4;
            var play = Play(story, wait);

            // A call that others joined may wait as long as the last of them; each of its places no longer than its own patience.
            return play.Waiting == 0
                && play.Callers.All(caller => caller.EndedAt is not null)
                && play.Callers.All(caller => caller.Permit.State is not CallPermitState.Waiting and not CallPermitState.Granted)
                && play.Callers.SelectMany(caller => caller.Places).All(place => place.EndedAt - place.Since <= wait);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnInteractiveCall_Should_WaitForNoMoreTurnsOfAnotherThanItsOwn_When_ClientsAskForMany() =>
        Prop.ForAll(Plain, story =>
        {
            var play = Play(story with { Burst = 1 }, LongWait);
            var uses = play.Uses;
            return uses.Where(IsInteractive).All(served =>
            {
                var own = uses.Count(use => use.Origin == served.Origin && use.Index < served.Index && use.EndedAt > served.Since) + 1;
                var others = uses.Where(use => IsInteractive(use) && use.Origin != served.Origin && use.Turn < served.Turn && use.EndedAt > served.Since);
                return others.CountBy(use => use.Origin.Client).All(other => other.Value <= own);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void OneClientsCalls_Should_BeServedInTheirOrder_When_TheyHaveOnePriority() =>
        Prop.ForAll(Plain, story => Play(story, LongWait).Uses.GroupBy(use => use.Origin).All(client =>
            client.Zip(client.Skip(1)).All(pair => pair.First.Index < pair.Second.Index))).QuickCheckThrowOnFailure();

    [Fact]
    public void Polls_Should_LetFourPassAndNoMore_When_InteractiveCallsWait() =>
        Prop.ForAll(Plain, story =>
        {
            var uses = Play(story with { Burst = 1 }, LongWait).Uses;
            var passes = 0;
            foreach (var use in uses)
            {
                bool Waits(PlayedCaller other) => other.Turn > use.Turn && other.Since < use.EndedAt;
                if (!IsInteractive(use))
                {
                    // Only a poll that has let four pass goes before somebody who waits.
                    if (passes < PermitQueue.BackgroundStarvationLimit && uses.Any(other => IsInteractive(other) && Waits(other)))
                        return false;
                    passes = 0;
                }
                else if (uses.Any(other => !IsInteractive(other) && Waits(other)))
                {
                    passes++;
                }

                if (passes > PermitQueue.BackgroundStarvationLimit)
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ANewcomer_Should_BeServedWhenTheStateSaid_When_NobodyElseComesOrLeaves() =>
        Prop.ForAll(Plain, Origins.ToArbitrary(), (story, origin) =>
        {
            var stage = new Stage(story.Burst, LongWait);
            foreach (var caller in story.Callers)
                stage.Enter(caller);

            DateTimeOffset promised;
            using (UpstreamCallContext.BeginScope(origin))
                promised = stage.Budget.Current.ResetAt ?? stage.Time.GetUtcNow();
            var newcomer = stage.Enter(new CallerScope(TimeSpan.Zero, origin, Ending.Uses, null, null));
            stage.PlayToTheEnd();

            return newcomer.EndedAt == promised - stage.Time.GetUtcNow() + stage.Time.Elapsed;
        }).QuickCheckThrowOnFailure();

    private static bool IsInteractive(PlayedCaller caller) => caller.Origin.Priority == CallPriority.Interactive;

    private static Arbitrary<Story> Stories(Gen<Ending> endings, int share) =>
        (from burst in Gen.Choose(1, 3)
         from callers in CallersOf(endings, share).NonEmptyListOf().Resize(30)
         select new Story(burst, [.. callers])).ToArbitrary();

    private static Gen<CallerScope> CallersOf(Gen<Ending> endings, int share) =>
        from gap in Gen.Frequency((4, Gen.Constant(0)), (3, Gen.Choose(0, 10)))
        from origin in Origins
        from ending in endings
        from leaves in Gen.Choose(0, 30)
        from joins in Gen.Frequency((2, Gen.Constant(-1)), (share, Gen.Choose(0, 20)))
        select new CallerScope(Grain * gap, origin, ending, ending == Ending.Leaves ? Grain * leaves : null, joins < 0 ? null : joins);

    private static Played Play(Story story, TimeSpan wait)
    {
        var stage = new Stage(story.Burst, wait);
        foreach (var caller in story.Callers)
            stage.Enter(caller);
        stage.PlayToTheEnd();
        return new Played([.. stage.Callers], stage.Budget.Current.Waiting);
    }

    private enum Ending
    {
        Uses,
        Leaves,
        GivesBack,
    }

    private sealed record Story(int Burst, IReadOnlyList<CallerScope> Callers);

    /// <summary>A caller of one call, its own or, where it can, that of one who still waits.</summary>
    private sealed record CallerScope(TimeSpan Gap, CallerInfo Origin, Ending Ending, TimeSpan? LeavesAfter, int? Joins);

    private sealed record Played(IReadOnlyList<PlayedCaller> Callers, int Waiting)
    {
        public IReadOnlyList<PlayedCaller> Uses => [.. Callers.Where(caller => caller.Permit.State == CallPermitState.Used).OrderBy(caller => caller.Turn)];
    }

    private sealed class PlayedPlace(PermitWaiter place, TimeSpan since)
    {
        public TimeSpan Since => since;

        public TimeSpan? EndedAt { get; private set; }

        public void Look(TimeSpan now)
        {
            if (place.Outcome.IsCompleted)
                EndedAt ??= now;
        }
    }

    private sealed class PlayedCaller(int index, CallerScope caller, CallPermit permit, TimeSpan since)
    {
        public int Index => index;

        public CallerInfo Origin => caller.Origin;

        public Ending Ending => caller.Ending;

        public CallPermit Permit => permit;

        public TimeSpan Since => since;

        public List<PlayedPlace> Places { get; } = [new(permit.FirstWaiter, since)];

        public TimeSpan? EndedAt { get; private set; }

        /// <summary>Which of all uses it was.</summary>
        public int Turn { get; private set; }

        /// <returns>Whether it did something that may let another go on.</returns>
        public bool Look(TimeSpan now, ref int turns)
        {
            foreach (var place in Places)
                place.Look(now);
            if (EndedAt is not null)
                return false;

            if (permit.State == CallPermitState.Waiting && now >= since + caller.LeavesAfter)
                permit.FirstWaiter.Dispose();

            switch (permit.State)
            {
                case CallPermitState.Waiting:
                    return false;

                case CallPermitState.Granted when caller.Ending == Ending.GivesBack:
                    permit.Dispose();
                    break;

                case CallPermitState.Granted:
                    permit.TryUse();
                    Turn = ++turns;
                    break;
            }

            EndedAt = now;
            return true;
        }
    }

    private sealed class Stage
    {
        private int _turns;

        public Stage(int burst, TimeSpan wait)
        {
            var options = new UpstreamOptions { CallsPerSecond = 2, RateLimitMargin = 0, Burst = burst, QueueTimeout = wait };
            Budget = new UpstreamRateLimiter(Options.Create(options), Time, UnobservedMetrics.Upstream);
            Time.Advance(Interval * burst);
        }

        public SteppedTimeProvider Time { get; } = new();

        public UpstreamRateLimiter Budget { get; }

        public List<PlayedCaller> Callers { get; } = [];

        public PlayedCaller Enter(CallerScope caller)
        {
            Pass(caller.Gap);
            if (caller.Joins is { } which && Callers.Where(other => other.Permit.State == CallPermitState.Waiting).ToList() is { Count: > 0 } waiting)
            {
                var joined = waiting[which % waiting.Count];
                joined.Places.Add(new PlayedPlace(joined.Permit.AddWaiter(caller.Origin), Time.Elapsed));
                return joined;
            }

            var entered = new PlayedCaller(Callers.Count, caller, Budget.Request(caller.Origin), Time.Elapsed);
            Callers.Add(entered);
            Look();
            return entered;
        }

        public void PlayToTheEnd() => Pass((Interval * (Callers.Count + 1)) + TimeSpan.FromSeconds(5));

        private void Pass(TimeSpan duration)
        {
            for (var passed = TimeSpan.Zero; passed < duration; passed += Grain)
            {
                Time.Advance(Grain);
                Look();
            }
        }

        // What one used or gave back may be the next one's.
        private void Look()
        {
            bool moved;
            do
            {
                moved = false;
                foreach (var caller in Callers)
                    moved |= caller.Look(Time.Elapsed, ref _turns);
            }
            while (moved);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>What must hold whatever the upstream announces, and whatever is asked when.</summary>
public sealed class AnnouncedWaitLaws
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (4, Gen.Choose(1, 15).Select(seconds => new Step(StepKind.Pass, seconds))),
        (1, Gen.Choose(55, 70).Select(seconds => new Step(StepKind.Pass, seconds))),
        (6, Gen.Choose(0, 3).Select(client => new Step(StepKind.Ask, client))),
        (2, Gen.Elements(5, 12, 45, 90, 600, 86_400).Select(seconds => new Step(StepKind.Refuse, seconds))),
        (2, Gen.Constant(new Step(StepKind.Answer, 0))),
        (1, Gen.Constant(new Step(StepKind.Break, 0))));

    private static readonly Arbitrary<Story> Stories =
        (from perSecond in Gen.Elements(0, 1, 3)
         from burst in Gen.Choose(1, 3)
         from steps in Steps.NonEmptyListOf().Resize(60)
         select new Story(perSecond, burst, [.. steps])).ToArbitrary();

    [Fact]
    public void Refusals_Should_HaveTheSameEnd_When_AWaitWasAnnounced() =>
        Prop.ForAll(Stories, story => Play(story, static play => play.Told.All(told => told.Failure == told.Expected))).QuickCheckThrowOnFailure();

    [Fact]
    public void Permits_Should_ComeAfterThePauseAndOneByOneWithinTheWait_When_AWaitWasAnnounced() =>
        Prop.ForAll(Stories, story => Play(story, static play => !play.WasServedTooEarly)).QuickCheckThrowOnFailure();

    [Fact]
    public void Requests_Should_WaitNoLongerThanThePatience_When_AWaitWasAnnounced() =>
        Prop.ForAll(Stories, story => Play(story, static play => play.LongestWait <= Patience)).QuickCheckThrowOnFailure();

    [Fact]
    public void State_Should_HaveTheEnd_When_AWaitHolds() =>
        Prop.ForAll(Stories, story => Play(story, static play => !play.WasStateWrong)).QuickCheckThrowOnFailure();

    private static bool Play(Story story, Func<Played, bool> holds)
    {
        using var play = new Played(story);
        foreach (var step in story.Steps)
            play.Take(step);
        play.Take(new Step(StepKind.Pass, 30));
        return holds(play);
    }

    private enum StepKind
    {
        Pass,
        Ask,
        Refuse,
        Answer,
        Break,
    }

    private sealed record Story(int PerSecond, int Burst, IReadOnlyList<Step> Steps);

    private sealed record Step(StepKind Kind, int Value);

    /// <summary>A story told to a budget and, in few words, to a model of it.</summary>
    private sealed class Played : IDisposable
    {
        private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(250);

        private readonly SteppedTimeProvider _time = new();
        private readonly UpstreamRateLimiter _budget;
        private readonly List<(CallPermit Permit, TimeSpan Since)> _waiting = [];
        private List<(CallPermit Permit, bool IsProbe)> _underWay = [];
        private TimeSpan _end;
        private TimeSpan _closed;

        public Played(Story story)
        {
            var options = new UpstreamOptions { CallsPerSecond = story.PerSecond, RateLimitMargin = 0, Burst = story.Burst, QueueTimeout = Patience, MaxRetryAfter = MaxPause };
            _budget = new UpstreamRateLimiter(Options.Create(options), _time, UnobservedMetrics.Upstream);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        public List<(UpstreamFailure Failure, UpstreamFailure Expected)> Told { get; } = [];

        public bool WasServedTooEarly { get; private set; }

        public bool WasStateWrong { get; private set; }

        public TimeSpan LongestWait { get; private set; }

        private TimeSpan Now => _time.Elapsed;

        public void Dispose() => _budget.Dispose();

        public void Take(Step step)
        {
            switch (step.Kind)
            {
                case StepKind.Pass:
                    for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(step.Value); passed += Grain)
                    {
                        _time.Advance(Grain);
                        Look();
                    }

                    break;

                case StepKind.Ask:
                    var priority = step.Value == 0 ? CallPriority.Background : CallPriority.Interactive;
                    _waiting.Add((_budget.Request(new CallerInfo($"client {step.Value}", priority)), Now));
                    break;

                case StepKind.Refuse when TakeUnderWay() is var (refused, isProbe):
                    var wait = TimeSpan.FromSeconds(step.Value);
                    if (Now >= _end)
                        _underWay = [.. _underWay.Select(static call => (call.Permit, false))];
                    _end = isProbe || _end < Now + wait ? Now + wait : _end;
                    _closed = Max(_closed, Now + Min(_end - Now, MaxPause));
                    _budget.Pause(refused, wait).ShouldBe(_end - Now);
                    refused.Complete();
                    break;

                case StepKind.Answer when TakeUnderWay() is var (answered, isProbe):
                    if (isProbe)
                        _end = Now;
                    answered.Accept();
                    answered.Complete();
                    break;

                case StepKind.Break when TakeUnderWay() is var (broken, _):
                    broken.Complete();
                    break;
            }

            Look();
        }

        private (CallPermit Permit, bool IsProbe)? TakeUnderWay()
        {
            if (_underWay is not [var first, ..])
                return null;
            _underWay.RemoveAt(0);
            // A wait that is over while the call is under way is over.
            return (first.Permit, first.IsProbe && Now < _end);
        }

        private void Look()
        {
            foreach (var (permit, since) in _waiting.ToList())
            {
                if (permit.State == CallPermitState.Waiting)
                    continue;

                _waiting.RemoveAll(other => other.Permit == permit);
                LongestWait = Max(LongestWait, Now - since);
                if (permit.Rejection is { } refusal)
                {
                    // If the line is the reason and not the wait, its time is told, which is never the shorter one.
                    Told.Add((refusal, _end > Max(Now, since + Patience)
                        ? new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: _end - Now)
                        : new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: Max(refusal.RetryAfter!.Value, _end - Now))));
                    continue;
                }

                var isProbe = Now < _end;
                WasServedTooEarly |= Now < _closed || (isProbe && _underWay.Exists(call => call.IsProbe));
                permit.TryUse().ShouldBeTrue();
                _underWay.Add((permit, isProbe));
            }

            var state = _budget.Current;
            WasStateWrong |= Now < _end && (state.Remaining != 0 || state.ResetAt < _time.GetUtcNow() + (_end - Now) || (_end - Now > MaxPause && state.ResetAt != _time.GetUtcNow() + (_end - Now)));
        }

        private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

        private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
    }
}

using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Tests.RateLimiting;

/// <summary>Properties of announced waits, for any announcements and requests at any time.</summary>
public sealed class AnnouncedWaitProperties
{
    private static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(1);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (4, Gen.Choose(1, 15).Select(seconds => new Step(StepKind.Advance, seconds))),
        (1, Gen.Choose(55, 70).Select(seconds => new Step(StepKind.Advance, seconds))),
        (6, Gen.Choose(0, 3).Select(client => new Step(StepKind.Request, client))),
        (2, Gen.Elements(5, 12, 45, 90, 600, 86_400).Select(seconds => new Step(StepKind.RateLimit, seconds))),
        (2, Gen.Constant(new Step(StepKind.Succeed, 0))),
        (1, Gen.Constant(new Step(StepKind.Fail, 0))));

    private static readonly Arbitrary<Scenario> Scenarios =
        (from perSecond in Gen.Elements(0, 1, 3)
         from burst in Gen.Choose(1, 3)
         from steps in Steps.NonEmptyListOf().Resize(60)
         select new Scenario(perSecond, burst, [.. steps])).ToArbitrary();

    [Fact]
    public void Request_Should_ReportTheSameEnd_When_AWaitIsAnnounced() =>
        Prop.ForAll(Scenarios, scenario => Run(scenario, static simulation => simulation.Rejections.All(rejection => rejection.Failure == rejection.Expected))).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_BeGrantedAfterThePauseAndOneByOne_When_AWaitIsAnnounced() =>
        Prop.ForAll(Scenarios, scenario => Run(scenario, static simulation => !simulation.WasGrantedTooEarly)).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_Should_WaitNoLongerThanTheQueueTimeout_When_AWaitIsAnnounced() =>
        Prop.ForAll(Scenarios, scenario => Run(scenario, static simulation => simulation.LongestWait <= QueueTimeout)).QuickCheckThrowOnFailure();

    [Fact]
    public void Current_Should_ReportTheEnd_When_AWaitIsAnnounced() =>
        Prop.ForAll(Scenarios, scenario => Run(scenario, static simulation => !simulation.WasSnapshotWrong)).QuickCheckThrowOnFailure();

    private static bool Run(Scenario scenario, Func<Simulation, bool> holds)
    {
        using var simulation = new Simulation(scenario);
        foreach (var step in scenario.Steps)
            simulation.Apply(step);
        simulation.Apply(new Step(StepKind.Advance, 30));
        return holds(simulation);
    }

    private enum StepKind
    {
        Advance,
        Request,
        RateLimit,
        Succeed,
        Fail,
    }

    private sealed record Scenario(int PerSecond, int Burst, IReadOnlyList<Step> Steps);

    private sealed record Step(StepKind Kind, int Value);

    /// <summary>Runs a scenario against a rate limiter and against a simple model of it.</summary>
    private sealed class Simulation : IDisposable
    {
        private static readonly TimeSpan TimeStep = TimeSpan.FromMilliseconds(250);

        private readonly SteppedTimeProvider _time = new();
        private readonly UpstreamRateLimiter _limiter;
        private readonly List<(CallPermit Permit, TimeSpan Since)> _waiting = [];
        private List<(CallPermit Permit, bool IsProbe)> _inFlight = [];
        private TimeSpan _end;
        private TimeSpan _pausedUntil;

        public Simulation(Scenario scenario)
        {
            var options = new UpstreamOptions { CallsPerSecond = scenario.PerSecond, RateLimitMargin = 0, Burst = scenario.Burst, QueueTimeout = QueueTimeout, MaxRetryAfter = MaxRetryAfter };
            _limiter = new UpstreamRateLimiter(Options.Create(options), _time, UnobservedMetrics.Upstream);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        public List<(UpstreamFailure Failure, UpstreamFailure Expected)> Rejections { get; } = [];

        public bool WasGrantedTooEarly { get; private set; }

        public bool WasSnapshotWrong { get; private set; }

        public TimeSpan LongestWait { get; private set; }

        private TimeSpan Now => _time.Elapsed;

        public void Dispose() => _limiter.Dispose();

        public void Apply(Step step)
        {
            switch (step.Kind)
            {
                case StepKind.Advance:
                    for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(step.Value); passed += TimeStep)
                    {
                        _time.Advance(TimeStep);
                        Update();
                    }

                    break;

                case StepKind.Request:
                    var priority = step.Value == 0 ? CallPriority.Background : CallPriority.Interactive;
                    _waiting.Add((_limiter.Request(new CallerInfo($"client {step.Value}", priority)), Now));
                    break;

                case StepKind.RateLimit when TakeInFlight() is var (rateLimited, isProbe):
                    var wait = TimeSpan.FromSeconds(step.Value);
                    if (Now >= _end)
                        _inFlight = [.. _inFlight.Select(static call => (call.Permit, false))];
                    _end = isProbe || _end < Now + wait ? Now + wait : _end;
                    _pausedUntil = Max(_pausedUntil, Now + Min(_end - Now, MaxRetryAfter));
                    _limiter.Pause(rateLimited, wait).ShouldBe(_end - Now);
                    rateLimited.EndAttempt();
                    break;

                case StepKind.Succeed when TakeInFlight() is var (succeeded, isProbe):
                    if (isProbe)
                        _end = Now;
                    succeeded.Accept();
                    succeeded.EndAttempt();
                    break;

                case StepKind.Fail when TakeInFlight() is var (failed, _):
                    failed.EndAttempt();
                    break;
            }

            Update();
        }

        private (CallPermit Permit, bool IsProbe)? TakeInFlight()
        {
            if (_inFlight is not [var first, ..])
                return null;
            _inFlight.RemoveAt(0);
            // A wait may end while its probe is in flight.
            return (first.Permit, first.IsProbe && Now < _end);
        }

        private void Update()
        {
            foreach (var (permit, since) in _waiting.ToList())
            {
                if (permit.State == CallPermitState.Waiting)
                    continue;

                _waiting.RemoveAll(other => other.Permit == permit);
                LongestWait = Max(LongestWait, Now - since);
                if (permit.Rejection is { } failure)
                {
                    // If the queue and not the wait is the reason, the failure states the estimated queue time, which is never shorter than the wait.
                    Rejections.Add((failure, _end > Max(Now, since + QueueTimeout)
                        ? new UpstreamFailure(UpstreamFailureKind.RateLimited, RetryAfter: _end - Now)
                        : new UpstreamFailure(UpstreamFailureKind.BudgetExhausted, RetryAfter: Max(failure.RetryAfter!.Value, _end - Now))));
                    continue;
                }

                var isProbe = Now < _end;
                WasGrantedTooEarly |= Now < _pausedUntil || (isProbe && _inFlight.Exists(call => call.IsProbe));
                permit.TryUse().ShouldBeTrue();
                _inFlight.Add((permit, isProbe));
            }

            var snapshot = _limiter.Current;
            WasSnapshotWrong |= Now < _end && (snapshot.Remaining != 0 || snapshot.ResetAt < _time.GetUtcNow() + (_end - Now) || (_end - Now > MaxRetryAfter && snapshot.ResetAt != _time.GetUtcNow() + (_end - Now)));
        }

        private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

        private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
    }
}

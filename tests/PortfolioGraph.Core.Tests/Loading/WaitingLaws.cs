using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Whoever asks for what, whenever and with whatever patience, under a call limit: every wait ends, and nothing stays behind.</summary>
public sealed class WaitingLaws
{
    private const int Wallets_ = 5;
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(2);

    /// <summary>Somebody asks for a wallet, perhaps goes away at once, and time passes.</summary>
    private sealed record Step(Dataset Dataset, int Wallet, int Client, bool IsPoll, bool Leaves, int Seconds)
    {
        /// <summary>Whether the value is wanted with its splits.</summary>
        public bool WithBreakdown => Dataset == Dataset.Value && Client == 1;

        /// <summary>Whether an answer to this is one to the other as well.</summary>
        public bool Serves(Step other) => (Dataset, Wallet) == (other.Dataset, other.Wallet) && (WithBreakdown || !other.WithBreakdown);
    }

    private static readonly Arbitrary<Step[]> Courses =
        (from dataset in Gen.Elements(Dataset.Value, Dataset.ProfitAndLoss)
         from wallet in Gen.Choose(1, Wallets_)
         from client in Gen.Choose(1, 3)
         from isPoll in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         from leaves in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
         from seconds in Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Choose(1, 3)), (1, Gen.Constant(70)))
         select new Step(dataset, wallet, client, isPoll, leaves, seconds)).ArrayOf().Resize(40).ToArbitrary();

    [Fact]
    public void LoadAsync_Should_EndEveryWaitAndLeaveNothingBehind_When_CallsAreScarce() =>
        Prop.ForAll(Courses, course => HoldsAsync(course)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static async Task HoldsAsync(Step[] course)
    {
        var time = new SteppedTimeProvider();
        var world = new StubWorld();
        for (var wallet = 1; wallet <= Wallets_; wallet++)
            world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2));
        using var core = CoreHost.Over(world.Stub, time, ("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:QueueTimeout", "00:00:05"), ("Upstream:Timeout", "00:02:00"), ("Upstream:AttemptTimeout", "00:02:00"), ("Cache:SoftTimeout", "00:00:02"));

        var loads = new List<(Step Step, bool HadAnswer, Task<LoadFailure?> Load)>();
        foreach (var step in course)
        {
            var hadAnswer = loads.Exists(other => other.Step.Serves(step) && other.Load is { IsCompletedSuccessfully: true, Result: null });
            using var leaving = new CancellationTokenSource();
            loads.Add((step, hadAnswer, LoadAsync(core, step, leaving.Token)));
            if (step.Leaves)
                await leaving.CancelAsync();
            time.Advance(TimeSpan.FromSeconds(step.Seconds));
        }

        await time.AdvanceUntilAsync(Task.WhenAll(loads.Select(load => load.Load.ContinueWith(static _ => { }, TaskScheduler.Default))), Horizon);
        await time.AdvanceUntilAsync(NobodyWaitsAsync(core), Horizon);

        foreach (var (step, hadAnswer, load) in loads)
        {
            if (load.IsCanceled)
            {
                step.Leaves.ShouldBeTrue();
                continue;
            }

            if (await load is { } failure)
            {
                hadAnswer.ShouldBeFalse("an old answer is better than none");
                // The clock runs ahead of the threads: a call under way may be over its time at once.
                failure.Kind.ShouldBeOneOf(LoadFailureKind.BudgetExhausted, LoadFailureKind.Timeout);
                if (failure.Kind == LoadFailureKind.BudgetExhausted)
                    failure.RetryAfter.ShouldNotBeNull();
            }
        }

        world.Requests.Count.ShouldBeLessThanOrEqualTo(course.Length);
        core.Budget.Current.Waiting.ShouldBe(0);
    }

    private static async Task<LoadFailure?> LoadAsync(CoreHost core, Step step, CancellationToken ct)
    {
        using var flow = UpstreamCallContext.BeginScope(new CallerInfo($"client {step.Client}", step.IsPoll ? CallPriority.Background : CallPriority.Interactive));
        using var tally = UpstreamUsageRecorder.Begin();
        return step.Dataset == Dataset.Value
            ? (await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(step.Wallet), step.WithBreakdown), ct)).Failure
            : (await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(step.Wallet), TimeRange.OneYear), ct)).Failure;
    }

    private static async Task NobodyWaitsAsync(CoreHost core)
    {
        while (core.Seats > 0)
            await Task.Yield();
    }
}

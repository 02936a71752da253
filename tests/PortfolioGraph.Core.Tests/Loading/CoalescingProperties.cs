using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Random loads, callers and cancellations under a rate limit: every load completes, and no waiter remains.</summary>
public sealed class CoalescingProperties
{
    private const int WalletCount = 5;
    private static readonly TimeSpan AdvanceLimit = TimeSpan.FromSeconds(2);

    /// <summary>A client loads a wallet and perhaps cancels at once; then time passes.</summary>
    private sealed record Step(Dataset Dataset, int Wallet, int Client, bool IsPoll, bool IsCancelled, int Seconds)
    {
        /// <summary>Whether the value is loaded with its breakdown.</summary>
        public bool WithBreakdown => Dataset == Dataset.Value && Client == 1;

        /// <summary>Whether the result of this step covers the other step.</summary>
        public bool Covers(Step other) => (Dataset, Wallet) == (other.Dataset, other.Wallet) && (WithBreakdown || !other.WithBreakdown);
    }

    private static readonly Arbitrary<Step[]> Scenarios =
        (from dataset in Gen.Elements(Dataset.Value, Dataset.ProfitAndLoss)
         from wallet in Gen.Choose(1, WalletCount)
         from client in Gen.Choose(1, 3)
         from isPoll in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         from isCancelled in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
         from seconds in Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Choose(1, 3)), (1, Gen.Constant(70)))
         select new Step(dataset, wallet, client, isPoll, isCancelled, seconds)).ArrayOf().Resize(40).ToArbitrary();

    [Fact]
    public void LoadAsync_Should_CompleteEveryLoadAndRemoveEveryWaiter_When_CallsAreScarce() =>
        Prop.ForAll(Scenarios, scenario => CheckAsync(scenario)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static async Task CheckAsync(Step[] scenario)
    {
        var time = new SteppedTimeProvider();
        var world = new StubWorld();
        for (var wallet = 1; wallet <= WalletCount; wallet++)
            world.Token(1, $"0x{wallet:x40}", $"T{wallet}", wallet, (wallet, 2));
        using var core = CoreHost.Over(world.Stub, time, ("Upstream:CallsPerSecond", "1"), ("Upstream:RateLimitMargin", "0"), ("Upstream:QueueTimeout", "00:00:05"), ("Upstream:Timeout", "00:02:00"), ("Upstream:AttemptTimeout", "00:02:00"), ("Cache:SoftTimeout", "00:00:02"));

        var loads = new List<(Step Step, bool HadResult, Task<LoadFailure?> Load)>();
        foreach (var step in scenario)
        {
            var hadResult = loads.Exists(other => other.Step.Covers(step) && other.Load is { IsCompletedSuccessfully: true, Result: null });
            using var cancellation = new CancellationTokenSource();
            loads.Add((step, hadResult, LoadAsync(core, step, cancellation.Token)));
            if (step.IsCancelled)
                await cancellation.CancelAsync();
            time.Advance(TimeSpan.FromSeconds(step.Seconds));
        }

        await time.AdvanceUntilAsync(Task.WhenAll(loads.Select(load => load.Load.ContinueWith(static _ => { }, TaskScheduler.Default))), AdvanceLimit);
        await time.AdvanceUntilAsync(NoWaitersAsync(core), AdvanceLimit);

        foreach (var (step, hadResult, load) in loads)
        {
            if (load.IsCanceled)
            {
                step.IsCancelled.ShouldBeTrue();
                continue;
            }

            if (await load is { } failure)
            {
                hadResult.ShouldBeFalse("a stale value is preferred to a failure");
                // The clock runs ahead of the threads, so that a call in flight may time out at once.
                failure.Kind.ShouldBeOneOf(LoadFailureKind.BudgetExhausted, LoadFailureKind.Timeout);
                if (failure.Kind == LoadFailureKind.BudgetExhausted)
                    failure.RetryAfter.ShouldNotBeNull();
            }
        }

        world.Requests.Count.ShouldBeLessThanOrEqualTo(scenario.Length);
        core.RateLimiter.Current.Waiting.ShouldBe(0);
    }

    private static async Task<LoadFailure?> LoadAsync(CoreHost core, Step step, CancellationToken ct)
    {
        using var scope = UpstreamCallContext.BeginScope(new CallerInfo($"client {step.Client}", step.IsPoll ? CallPriority.Background : CallPriority.Interactive));
        using var usage = UpstreamUsageRecorder.Begin();
        return step.Dataset == Dataset.Value
            ? (await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(step.Wallet), step.WithBreakdown), ct)).Failure
            : (await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(step.Wallet), TimeRange.OneYear), ct)).Failure;
    }

    private static async Task NoWaitersAsync(CoreHost core)
    {
        while (core.WaiterCount > 0)
            await Task.Yield();
    }
}

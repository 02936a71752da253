using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Tests;

/// <summary>Laws of the traffic model.</summary>
public sealed class TrafficLawTests
{
    private const int Population = 20_000;
    private static readonly Zipf Wallets = new(Population);

    public static TheoryData<double, int> Loads => new() { { 1, 3 }, { 1, 30 }, { 10, 1 }, { 10, 3 }, { 10, 30 }, { 100, 3 } };

    [Theory]
    [MemberData(nameof(Loads))]
    public void Run_Should_NeverExceedTheBudgetInAnySecond_When_ReplicasShare(double budget, int replicas)
    {
        var times = Run(new Deployment(budget, replicas, IsShared: true)).CallTimes;
        times.Count.ShouldBeGreaterThan(100);
        for (var i = (int)budget; i < times.Count; i++)
            (times[i] - times[i - (int)budget]).ShouldBeGreaterThan(1);
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public void Run_Should_AnswerEachRequestOnce_When_TrafficVaries(double budget, int replicas)
    {
        foreach (var isShared in new[] { true, false })
        {
            var result = Run(new Deployment(budget, replicas, isShared));
            result.Requests.ShouldBe(Arrivals(replicas).Count(static arrival => arrival.At is >= 0 and < 600));
            Enum.GetValues<Answer>().Sum(result.Count).ShouldBe(result.Requests);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void Run_Should_NeedNoMoreCallsAndLoads_When_ReplicasShare(int replicas)
    {
        // With enough calls, so that every request succeeds in both cases.
        var shared = Run(new Deployment(10_000, replicas, IsShared: true) { RedisRoundTrip = 0 });
        var alone = Run(new Deployment(10_000, replicas, IsShared: false));
        (shared.Count(Answer.Rejected) + alone.Count(Answer.Rejected)).ShouldBe(0);
        shared.Calls.ShouldBeLessThan(alone.Calls);
        shared.Wallets.ShouldBeLessThan(alone.Wallets);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public void Run_Should_LoadAWalletOnce_When_ReplicasThatShareRequestItTogether(bool isShared, int calls)
    {
        Arrival[] arrivals = [new(5, 0, 0), new(5.05, 0, 1), new(5.1, 0, 2)];
        var result = Traffic.Run(new Deployment(1_000, 3, isShared), 1, arrivals, 0, 60, new Dice(1));
        result.Calls.ShouldBe(calls);
        result.Count(Answer.Loaded).ShouldBe(3);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Run_Should_RejectNoMoreRequests_When_TheBudgetDoubles(int replicas, bool isShared)
    {
        List<double> rejected = [.. new double[] { 1, 2, 4, 8, 16 }.Select(budget => Run(new Deployment(budget, replicas, isShared)).Share(Answer.Rejected))];
        rejected.ShouldBe(rejected.OrderDescending());
        rejected[0].ShouldBeGreaterThan(0.05);
        rejected[^1].ShouldBe(0);
    }

    [Fact]
    public void Run_Should_ServeNothingOlderThanTheCacheKeeps_When_TrafficVaries()
    {
        var deployment = new Deployment(1, 3, IsShared: true) { StaleIfError = 90 };
        var result = Run(deployment);
        result.Count(Answer.Stale).ShouldBeGreaterThan(0);
        // A request waits for up to ten seconds before it is served a stale value.
        result.Age(1).ShouldBeInRange(100, (int)(deployment.TimeToLive + deployment.StaleIfError + deployment.QueueTimeout));
    }

    [Fact]
    public void Run_Should_RepeatItself_When_TheSeedIsTheSame()
    {
        var (first, second, other) = (Run(new Deployment(10, 3, IsShared: true), 5), Run(new Deployment(10, 3, IsShared: true), 5), Run(new Deployment(10, 3, IsShared: true), 6));
        second.CallTimes.ShouldBe(first.CallTimes);
        Enum.GetValues<Answer>().Select(second.Count).ShouldBe(Enum.GetValues<Answer>().Select(first.Count));
        other.CallTimes.ShouldNotBe(first.CallTimes);
    }

    [Fact]
    public void Draw_Should_FollowTheLaw_When_ThereAreManyDraws()
    {
        var dice = new Dice(11);
        var counts = new int[1_000];
        var law = new Zipf(counts.Length);
        for (var i = 0; i < 1_000_000; i++)
            counts[law.Draw(dice)]++;

        // The sum of 1/k up to 1,000.
        const double sum = 7.485;
        foreach (var rank in new[] { 1, 2, 10, 100 })
            (counts[rank - 1] / 1_000_000.0).ShouldBe(1 / (rank * sum), 0.1 / (rank * sum));
    }

    private static IEnumerable<Arrival> Arrivals(int replicas, ulong seed = 5) => Traffic.Draw(Wallets, 50, replicas, new Dice(seed)).TakeWhile(static arrival => arrival.At < 600);

    private static TrafficResult Run(Deployment deployment, ulong seed = 5) => Traffic.Run(deployment, Population, Arrivals(deployment.Replicas, seed), 0, 600, new Dice(seed));
}

using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Tests;

/// <summary>Laws of the polling model.</summary>
public sealed class PollingLawTests
{
    private static readonly double[] Budgets = [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

    public static TheoryData<int, bool> Deployments => new() { { 1, true }, { 3, true }, { 30, true }, { 3, false }, { 30, false } };

    [Theory]
    [MemberData(nameof(Deployments))]
    public void FindCapacity_Should_NeverShrink_When_TheBudgetDoubles(int replicas, bool isShared)
    {
        foreach (var age in new double[] { 60, 300, 900 })
        {
            var capacities = Budgets.Select(budget => Polling.FindCapacity(new Deployment(budget, replicas, isShared), age, 7)).ToList();
            capacities.ShouldBe(capacities.Order());
            capacities[^1].ShouldBeGreaterThan(capacities[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void FindCapacity_Should_BeTheGreatestThatKeepsTheAge_When_TheBudgetVaries(int replicas, bool isShared)
    {
        var deployment = new Deployment(10, replicas, isShared) { MaxLatency = 0 };
        var calls = Polling.FindCapacity(deployment, 60, 7);
        Polling.Run(deployment, calls, new Dice(7)).MaxAge.ShouldBeLessThanOrEqualTo(60);
        Polling.Run(deployment, calls + 1, new Dice(7)).MaxAge.ShouldBeGreaterThan(60);
    }

    [Fact]
    public void FindCapacity_Should_LoseTheRoundTripsOfABurstOfOne_When_ReplicasShare()
    {
        var alone = Polling.FindCapacity(new Deployment(1_000, 1, IsShared: true) { MaxLatency = 0 }, 60, 7);
        var shared = Polling.FindCapacity(new Deployment(1_000, 3, IsShared: true) { MaxLatency = 0, RedisRoundTrip = 0.0005 }, 60, 7);
        // 1.02 ms beside 2.02 ms.
        ((double)shared / alone).ShouldBe(1.02 / 2.02, 0.001);
        Polling.FindCapacity(new Deployment(1_000, 3, IsShared: true) { MaxLatency = 0, RedisRoundTrip = 0 }, 60, 7).ShouldBe(alone);
    }

    [Fact]
    public void FindGreatestShare_Should_GrowToAllWallets_When_WalletsHaveMoreReaders()
    {
        List<double> shares = [.. new[] { 1, 2, 10, 100 }.Select(watchers => Polling.FindGreatestShare(3, watchers, 7))];
        shares.ShouldBe(shares.Order());
        shares[0].ShouldBe(1.0 / 3, 0.01);
        shares[1].ShouldBe(5.0 / 9, 0.01);
        shares[3].ShouldBe(1);
    }
}

using PortfolioGraph.Core;
using PortfolioGraph.Core.Tests;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Simulation.Model;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Simulation.Tests;

/// <summary>The model beside the server's loaders, rate limiter and cache, which get the same requests at the same times.</summary>
public sealed class LoaderComparisonTests
{
    // The model knows no latency of the stub, since it answers at once.
    private static readonly Deployment OneReplica = new(1, 1, IsShared: false) { MaxLatency = 0 };

    [Theory]
    [InlineData(60, 5.0, 100, 60, 0.01, 1)]
    [InlineData(60, 20.0, 2_000, 60, 0.01, 2)]
    [InlineData(180, 6.0, 1_000, 60, 0.01, 3)]
    // Too many: some requests are rejected, others get stale values.
    [InlineData(60, 40.0, 1_000, 10, 0.04, 4)]
    public async Task Run_Should_AnswerAsTheLoaders_When_OneReplicaHasOneCallPerSecond(int seconds, double perSecond, int population, int timeToLive, double tolerance, int seed)
    {
        List<Arrival> arrivals = [.. Traffic.Draw(new Zipf(population), perSecond, 1, new Dice((ulong)seed)).TakeWhile(arrival => arrival.At < seconds)];
        await ReplayedArrivals.WarmUpAsync();
        var (world, time) = (new StubWorld(), new SteppedTimeProvider());
        using var host = CoreHost.Over(world.Stub, time, ("Upstream:CallsPerSecond", "1"), ("Cache:TimeToLive", TimeSpan.FromSeconds(timeToLive).ToString()));
        // The limiter counts from its creation.
        _ = host.RateLimiter;
        var real = new ReplayedArrivals([host], world, time);
        await real.RunAsync(arrivals);

        var model = Traffic.Run(OneReplica with { TimeToLive = timeToLive }, population, arrivals, 0, seconds, new Dice(0));

        model.Requests.ShouldBe(real.Result.Requests);
        model.CallTimes.Count.ShouldBeInRange(real.Calls - 2, real.Calls + 2);
        foreach (var answer in Enum.GetValues<Answer>())
            model.Share(answer).ShouldBe(real.Result.Share(answer), tolerance, $"{answer}");
        model.Wait(0.5).ShouldBe(real.Result.Wait(0.5), 0.5);
        model.Wait(0.99).ShouldBe(real.Result.Wait(0.99), 0.5);
        model.Age(0.5).ShouldBeInRange(real.Result.Age(0.5) - 3, real.Result.Age(0.5) + 3);
        model.Age(0.99).ShouldBeInRange(real.Result.Age(0.99) - 5, real.Result.Age(0.99) + 5);
    }

    [Fact]
    public async Task FindCapacity_Should_KeepAsManyWalletsAsTheLoaders_When_PolledInTurn()
    {
        var calls = Polling.FindCapacity(OneReplica, 60, 1);
        var polled = Polling.Run(OneReplica, calls, new Dice(1));
        await ReplayedArrivals.WarmUpAsync();
        var (world, time) = (new StubWorld(), new SteppedTimeProvider());
        using var host = CoreHost.Over(world.Stub, time, ("Upstream:CallsPerSecond", "1"), ("Cache:TimeToLive", "00:00:00"));
        _ = host.RateLimiter;
        var real = new ReplayedArrivals([host], world, time);
        List<double> ages = [];
        Dictionary<int, DateTimeOffset> loadedAt = [];

        await real.RunAsync(() =>
        {
            for (var i = 0; i < 2 * calls; i++)
            {
                List<ValueKey> keys = [.. Enumerable.Range(1 + (i % calls * 10), 10).Select(static wallet => new ValueKey(Wallets.Scope(wallet)))];
                var loading = host.Values.LoadAsync(keys, CancellationToken.None);
                real.AdvanceUntil(loading);
                loading.Result.Values.ShouldAllBe(static result => result.Value != null);
                if (loadedAt.TryGetValue(i % calls, out var before))
                    ages.Add((time.GetUtcNow() - before).TotalSeconds);
                loadedAt[i % calls] = time.GetUtcNow();
            }
        });

        world.Requests.Count.ShouldBe(polled.Calls);
        ages.Max().ShouldBe(polled.MaxAge, 0.01);
        ages.Average().ShouldBe(polled.MeanAge, 0.01);
        time.Elapsed.TotalSeconds.ShouldBe(polled.Seconds, 0.01);
        ages.Max().ShouldBeLessThanOrEqualTo(60);
        // One call more would be too many.
        Polling.Run(OneReplica, calls + 1, new Dice(1)).MaxAge.ShouldBeGreaterThan(60);
    }
}

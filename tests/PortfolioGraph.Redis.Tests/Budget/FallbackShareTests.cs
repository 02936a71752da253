using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Redis.Tests.Budget;

public sealed class FallbackShareTests
{
    [RedisFact]
    public async Task Fallback_Should_KeepTheNumberOfReplicas_When_RedisIsLostAgainBeforeTheOthersAreBack()
    {
        await using var redis = await RedisProcess.StartAsync();
        var options = Options.Create(new RedisOptions { Configuration = redis.Configuration });
        using var server = new RedisServer(options, TimeProvider.System, NullLogger<RedisServer>.Instance);
        await server.StartAsync(CancellationToken.None);
        var time = new FakeTimeProvider();
        var budget = new RedisCallBudget(server, options, time);
        await using (await Replica.StartAsync(redis, new(), perSecond: 0))
        {
            await Eventually.IsTrueAsync(() => server.Replicas == 2);
            budget.Fallback.Share.ShouldBe(0.5);
            redis.Kill();
            await Eventually.IsTrueAsync(() => !server.IsAvailable);
        }

        // The other replica may only be slower to come back.
        for (var outage = 0; outage < 2; outage++)
        {
            budget.Fallback.Share.ShouldBe(0.5);
            time.Advance(TimeSpan.FromMinutes(1));
            await redis.RestartAsync();
            await Eventually.IsTrueAsync(() => server is { IsAvailable: true, Replicas: 1 });
            budget.Fallback.Share.ShouldBe(0.5);
            redis.Kill();
            await Eventually.IsTrueAsync(() => !server.IsAvailable);
        }

        await redis.RestartAsync();
        await Eventually.IsTrueAsync(() => server.IsAvailable);
        budget.Fallback.Share.ShouldBe(0.5);
        time.Advance(TimeSpan.FromMinutes(1));
        budget.Fallback.Share.ShouldBe(1);
        await server.StopAsync(CancellationToken.None);
    }
}

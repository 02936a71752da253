using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Testing;
using StackExchange.Redis;

namespace PortfolioGraph.Redis.Tests;

public sealed class RedisServerTests
{
    [RedisFact]
    public async Task Replicas_Should_CountEachOtherAndAgreeOnTheTime_When_TwoAreRunning()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var first = await StartAsync(redis);
        using var second = await StartAsync(redis);

        await Eventually.IsTrueAsync(() => first.Replicas == 2 && second.Replicas == 2);
        // A heartbeat takes far less, but the machine may be busy.
        Math.Abs(first.Now - second.Now).ShouldBeLessThan(5_000);

        await second.StopAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => first.Replicas == 1);
        await first.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task IsAvailable_Should_BeFalseUntilRedisIsBack_When_RedisDies()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var server = await StartAsync(redis);
        List<bool> changes = [];
        server.OnAvailabilityChanged(changes.Add);
        redis.Kill();
        await Eventually.IsTrueAsync(() => !server.IsAvailable);
        (await server.TryAsync(static async database => (await database.PingAsync()).ToString())).ShouldBeNull();

        await redis.RestartAsync();
        await Eventually.IsTrueAsync(() => server.IsAvailable);
        changes.ShouldBe([false, true]);
        (await server.TryAsync(static async database => (await database.PingAsync()).ToString())).ShouldNotBeNull();
        await server.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task IsAvailable_Should_BeTrueAgain_When_AReplicaOfRedisTakesOver()
    {
        await using var primary = await RedisProcess.StartAsync();
        await using var standby = await RedisProcess.StartAsync("--replicaof", "127.0.0.1", primary.Port.ToString(CultureInfo.InvariantCulture));
        var options = Options.Create(new RedisOptions { Configuration = $"{primary.Configuration},{standby.Configuration}" });
        using var server = new RedisServer(options, TimeProvider.System, NullLogger<RedisServer>.Instance);
        await server.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => server.IsAvailable);

        primary.Kill();
        await Eventually.IsTrueAsync(() => !server.IsAvailable);
        await using (var administrator = await ConnectionMultiplexer.ConnectAsync($"{standby.Configuration},allowAdmin=true"))
            await administrator.GetServers()[0].MakePrimaryAsync(ReplicationChangeOptions.None);

        await Eventually.IsTrueAsync(async () => await server.TryAsync(async database => (await database.StringSetAsync(server.Key("test"), "1")).ToString()) == "True");
        await server.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task StartAsync_Should_SucceedAndFindRedisLater_When_RedisIsAbsent()
    {
        await using var redis = RedisProcess.Reserve();
        using var server = await StartAsync(redis);
        server.IsAvailable.ShouldBeFalse();
        server.Replicas.ShouldBe(1);

        await redis.RestartAsync();
        await Eventually.IsTrueAsync(() => server.IsAvailable);
        await server.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task Publish_Should_ReachAllReplicas_When_TheyHaveReconnected()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var first = await StartAsync(redis);
        using var second = await StartAsync(redis);
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        second.Subscribe("test", message => received.TrySetResult(message));

        redis.Kill();
        await Eventually.IsTrueAsync(() => !first.IsAvailable && !second.IsAvailable);
        await redis.RestartAsync();
        // The subscription is restored in the background.
        await Eventually.IsTrueAsync(() =>
        {
            first.Publish("test", "hello");
            return received.Task.IsCompleted;
        });

        (await received.Task).ShouldBe("hello");
        await first.StopAsync(CancellationToken.None);
        await second.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task TryAsync_Should_ReturnNullAndTheHeartbeatGoOn_When_TheLibraryCancelsTheOperation()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var server = await StartAsync(redis);
        List<bool> changes = [];
        server.OnAvailabilityChanged(changes.Add);

        (await server.TryAsync(static _ => Task.FromCanceled<string>(new CancellationToken(canceled: true)))).ShouldBeNull();

        await Eventually.IsTrueAsync(() => server.IsAvailable);
        changes.ShouldBe([false, true]);
        await server.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task Subscribe_Should_SucceedLater_When_RedisRejectedTheSubscription()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var server = await StartAsync(redis);
        await using var administrator = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var database = administrator.GetDatabase();
        await database.ExecuteAsync("ACL", "SETUSER", "default", "resetchannels");
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Subscribe("test", message => received.TrySetResult(message));
        await Eventually.IsTrueAsync(async () => (await database.ExecuteAsync("ACL", "LOG")).Length > 0);

        await database.ExecuteAsync("ACL", "SETUSER", "default", "allchannels");
        await Eventually.IsTrueAsync(() =>
        {
            server.Publish("test", "hello");
            return received.Task.IsCompleted;
        });

        (await received.Task).ShouldBe("hello");
        await server.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("127.0.0.1:6379,nonsense=1")]
    [InlineData("")]
    [InlineData(",")]
    public void Validate_Should_RejectWithoutRepeatingTheText_When_TheConfigurationCannotBeParsed(string text)
    {
        var result = new RedisOptionsValidator().Validate(null, new RedisOptions { Configuration = text });

        result.Failed.ShouldBe(text.Length > 0);
        if (result.Failed)
        {
            result.FailureMessage.ShouldContain("Redis:Configuration (environment Redis__Configuration)");
            result.FailureMessage.ShouldNotContain("nonsense");
        }
    }

    private static async Task<RedisServer> StartAsync(RedisProcess redis)
    {
        var server = new RedisServer(Options.Create(new RedisOptions { Configuration = redis.Configuration }), TimeProvider.System, NullLogger<RedisServer>.Instance);
        await server.StartAsync(CancellationToken.None);
        if (redis.IsRunning)
            await Eventually.IsTrueAsync(() => server.IsAvailable);
        return server;
    }
}

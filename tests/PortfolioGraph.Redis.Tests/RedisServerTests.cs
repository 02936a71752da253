using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Redis.Tests;

public sealed class RedisServerTests
{
    [RedisFact]
    public async Task Replicas_Should_CountEachOtherAndAgreeOnTheTime_When_TwoAreRunning()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var first = await StartAsync(redis);
        using var second = await StartAsync(redis);

        await WaitUntilAsync(first, server => server.Replicas == 2);
        second.Replicas.ShouldBe(2);
        // A heartbeat takes far less, but the machine may be busy.
        Math.Abs(first.Now - second.Now).ShouldBeLessThan(5_000);

        await second.StopAsync(CancellationToken.None);
        await WaitUntilAsync(first, server => server.Replicas == 1);
        await first.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task IsAvailable_Should_BeFalseUntilRedisIsBack_When_RedisDies()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var server = await StartAsync(redis);
        // The start waits for a second at most, and this machine may be busy.
        await WaitUntilAsync(server, started => started.IsAvailable);

        var lost = NextChange(server);
        redis.Kill();
        (await lost).ShouldBeFalse();
        (await server.TryAsync(static async database => (await database.PingAsync()).ToString())).ShouldBeNull();

        var back = NextChange(server);
        await redis.RestartAsync();
        (await back).ShouldBeTrue();
        (await server.TryAsync(static async database => (await database.PingAsync()).ToString())).ShouldNotBeNull();
        await server.StopAsync(CancellationToken.None);
    }

    [RedisFact]
    public async Task StartAsync_Should_SucceedAndFindRedisLater_When_RedisIsAbsent()
    {
        await using var redis = RedisProcess.Reserve();
        using var server = await StartAsync(redis);
        server.IsAvailable.ShouldBeFalse();
        server.Replicas.ShouldBe(1);

        var back = NextChange(server);
        await redis.RestartAsync();
        (await back).ShouldBeTrue();
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
        var back = Task.WhenAll(UntilAvailableAsync(first), UntilAvailableAsync(second));
        await redis.RestartAsync();
        await back;
        // The subscription is restored in the background.
        while (!received.Task.IsCompleted)
        {
            first.Publish("test", "hello");
            await Task.WhenAny(received.Task, Task.Delay(50));
        }

        (await received.Task).ShouldBe("hello");
        await first.StopAsync(CancellationToken.None);
        await second.StopAsync(CancellationToken.None);
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
        return server;
    }

    private static Task<bool> NextChange(RedisServer server)
    {
        var changed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.OnAvailabilityChanged(isAvailable => changed.TrySetResult(isAvailable));
        return changed.Task;
    }

    private static async Task UntilAvailableAsync(RedisServer server)
    {
        while (await NextChange(server) is false)
        {
        }
    }

    private static async Task WaitUntilAsync(RedisServer server, Func<RedisServer, bool> isReached)
    {
        while (!isReached(server))
        {
            var beat = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            server.OnBeat(() => beat.TrySetResult());
            await beat.Task;
        }
    }
}

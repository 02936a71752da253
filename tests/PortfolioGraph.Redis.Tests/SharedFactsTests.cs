using System.Collections.Concurrent;
using System.Net;
using PortfolioGraph.Core;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using StackExchange.Redis;

namespace PortfolioGraph.Redis.Tests;

/// <summary>What one replica learned of the upstream, the others need not learn by calls of their own.</summary>
public sealed class SharedFactsTests
{
    private const string Key = "key-of-the-account-7f3a";

    [RedisFact]
    public async Task Invalidate_Should_MakeTheOthersLoadAgain_When_OneReplicaInvalidates()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        await using var first = await ReplicaHost.StartAsync(redis, world.Stub);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub);
        await first.Tokens.LoadOneAsync(TokensOf(1), CancellationToken.None);
        var before = await first.Tokens.LoadOneAsync(TokensOf(1), CancellationToken.None);
        world.Requests.Count.ShouldBe(1);

        second.Invalidator.Invalidate(Wallets.Owners(1));
        await Eventually.IsTrueAsync(async () => (await first.Tokens.LoadOneAsync(TokensOf(1), CancellationToken.None)).Source!.AsOf > before.Source!.AsOf);

        world.Requests.Count.ShouldBe(2);
        (await second.Tokens.LoadOneAsync(TokensOf(1), CancellationToken.None)).Value!.Items.Count.ShouldBe(1);
        world.Requests.Count.ShouldBe(2, "the entry that the other replica loaded after the invalidation serves this one");
    }

    [RedisFact]
    public async Task Health_Should_ReportTheRejectedKeyInAllReplicas_When_OneIsRejectedUntilACallSucceeds()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        var rejecting = World().Break("overview/erc20/details", HttpStatusCode.Unauthorized).Break("tokens/snapshot", HttpStatusCode.Unauthorized);
        await using var first = await ReplicaHost.StartAsync(redis, rejecting.Stub, ("Upstream:ApiKey", Key));
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub, ("Upstream:ApiKey", Key));
        await using var other = await ReplicaHost.StartAsync(redis, world.Stub, ("Upstream:ApiKey", "another-key"));

        (await first.Tokens.LoadOneAsync(TokensOf(1), CancellationToken.None)).Failure!.Kind.ShouldBe(LoadFailureKind.Unauthorized);
        await Eventually.IsTrueAsync(() => second.Health.KeyWasRejected);
        other.Health.KeyWasRejected.ShouldBeFalse("it has another key");
        await using var late = await ReplicaHost.StartAsync(redis, world.Stub, ("Upstream:ApiKey", Key));
        await Eventually.IsTrueAsync(() => late.Health.KeyWasRejected);

        (await second.Tokens.LoadOneAsync(TokensOf(2), CancellationToken.None)).Failure.ShouldBeNull();
        await Eventually.IsTrueAsync(() => !first.Health.KeyWasRejected && !late.Health.KeyWasRejected);
        await AssertNothingContainsAsync(redis, Key);
    }

    [RedisFact]
    public async Task LoadAsync_Should_SendNoCall_When_TheBreakerOfAnotherReplicaIsOpenAndItsOwnCallFailed()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = World();
        var broken = World().Break("v4/overview/erc20/details").Break("v5.0/tokens/snapshot").Break("v5.0/tokens/metrics");
        (string Setting, string Value)[] settings = [("Upstream:BreakerMinimumThroughput", "2"), ("Upstream:BreakerSamplingDuration", "00:05:00"), ("Upstream:BreakDuration", "00:00:30"), ("Cache:StaleIfError", "00:00:00")];
        await using var first = await ReplicaHost.StartAsync(redis, broken.Stub, settings);
        await using var second = await ReplicaHost.StartAsync(redis, broken.Stub, [.. settings, ("Upstream:BreakerMinimumThroughput", "1000")]);
        await using var healthy = await ReplicaHost.StartAsync(redis, world.Stub, settings);
        (await second.Tokens.LoadOneAsync(TokensOf(2), CancellationToken.None)).Failure.ShouldNotBeNull();

        for (var wallet = 10; wallet < 16; wallet++)
            (await first.Tokens.LoadOneAsync(TokensOf(wallet), CancellationToken.None)).Failure.ShouldNotBeNull();
        await Eventually.IsTrueAsync(async () =>
        {
            var before = broken.Requests.Count;
            (await second.Tokens.LoadOneAsync(TokensOf(1), CancellationToken.None)).Failure!.Kind.ShouldBe(LoadFailureKind.Unavailable);
            return broken.Requests.Count == before;
        });

        // The network of the others may be what fails.
        (await healthy.Tokens.LoadOneAsync(TokensOf(2), CancellationToken.None)).Failure.ShouldBeNull();
    }

    [RedisFact]
    public async Task LoadAsync_Should_NotBatch_When_AnotherReplicaSawRowsWithoutOwners()
    {
        await using var redis = await RedisProcess.StartAsync();
        var world = new StubWorld { NamesOwners = false }.Supply(StubWorld.AUsdc, "Aave USDC", (1, 100), (2, 200), (3, 300));
        await using var first = await ReplicaHost.StartAsync(redis, world.Stub);
        PositionsKey KeyOf(int wallet) => new(Wallets.Owners(wallet), HoldingFacets.ProfitAndLoss);

        // A batch whose rows name no owners costs a further call for each wallet.
        await first.Positions.LoadAsync([KeyOf(1), KeyOf(2)], CancellationToken.None);
        world.Requests.Count.ShouldBe(3);
        await Eventually.IsTrueAsync(async () => await FactsAsync(redis, "endpoint") > 0);
        await using var second = await ReplicaHost.StartAsync(redis, world.Stub, ("Cache:TimeToLive", "00:00:00"), ("Cache:StaleIfError", "00:00:00"));
        await Eventually.IsTrueAsync(() => !second.CanBatchPositions);
        await second.Positions.LoadAsync([KeyOf(1), KeyOf(3)], CancellationToken.None);
        world.Requests.Count.ShouldBe(5);
    }

    [RedisFact]
    public async Task Publish_Should_WinOverTheReplicasOlderFact_When_RedisWasAwayMeanwhile()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await ReplicaHost.StartAsync(redis, World().Stub, ("Redis:Timeout", "00:00:01"));
        await using var second = await ReplicaHost.StartAsync(redis, World().Stub, ("Redis:Timeout", "00:00:01"));
        ConcurrentQueue<string> heardByFirst = new(), heardBySecond = new();
        first.Facts.Listen("test", (_, value) => heardByFirst.Enqueue(value));
        second.Facts.Listen("test", (_, value) => heardBySecond.Enqueue(value));
        first.Facts.Publish("test:fact", "old");
        await Eventually.IsTrueAsync(() => heardBySecond.Contains("old"));

        // It keeps what it has stored, unlike a server that dies.
        redis.Suspend();
        await Eventually.IsTrueAsync(() => !first.Redis.IsAvailable);
        first.Facts.Publish("test:fact", "new");
        redis.Resume();

        await Eventually.IsTrueAsync(() => heardBySecond.Contains("new"));
        heardByFirst.ShouldBeEmpty();
        second.Facts.Publish("test:fact", "newest");
        await Eventually.IsTrueAsync(() => heardByFirst.Contains("newest"));
        await using var late = await ReplicaHost.StartAsync(redis, World().Stub);
        ConcurrentQueue<string> heardByLate = new();
        late.Facts.Listen("test", (_, value) => heardByLate.Enqueue(value));
        await Eventually.IsTrueAsync(() => heardByLate.Contains("newest"));
    }

    private static TokensKey TokensOf(int wallet) => new(Wallets.Owners(wallet), TimeRange.OneYear);

    private static StubWorld World() => new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 2m));

    private static async Task<int> FactsAsync(RedisProcess redis, string start)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        return connection.GetServers()[0].Keys(pattern: $"*:fact:{start}*").Count();
    }

    private static async Task AssertNothingContainsAsync(RedisProcess redis, string secret)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        foreach (var key in connection.GetServers()[0].Keys())
        {
            key.ToString().ShouldNotContain(secret);
            if (await connection.GetDatabase().KeyTypeAsync(key) == RedisType.String)
                (await connection.GetDatabase().StringGetAsync(key)).ToString().ShouldNotContain(secret);
        }
    }
}

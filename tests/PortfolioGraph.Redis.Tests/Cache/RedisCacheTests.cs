using PortfolioGraph.Core;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Redis.Tests.Cache;

/// <summary>Which entry and which flight of a key count, when several replicas write them.</summary>
public sealed class RedisCacheTests
{
    private const string Text = "\"a key\"";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly SharedDemand Any = new(Minute, null, null, null);

    [RedisFact]
    public async Task End_Should_LeaveTheLaterFlight_When_TheReplicaHasBegunTheKeyAgain()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var first = await StartAsync(redis);
        await using var second = await StartAsync(redis);
        var early = (await first.Cache.OpenAsync(Key(), Any))!;
        var late = (await first.Cache.OpenAsync(Key(), Any))!;
        (early.Flight, late.Flight).ShouldBe((SharedFlight.Own, SharedFlight.Own));

        first.Cache.End(Key(), early.FlightId, result: null);
        (await first.Cache.OpenAsync(Key() with { Text = "\"another key\"" }, Any)).ShouldNotBeNull("commands are executed in their order");
        (await second.Cache.OpenAsync(Key(), Any))!.Flight.ShouldBe(SharedFlight.Other);

        first.Cache.End(Key(), late.FlightId, result: null);
        (await first.Cache.OpenAsync(Key() with { Text = "\"another key\"" }, Any)).ShouldNotBeNull();
        (await second.Cache.OpenAsync(Key(), Any))!.Flight.ShouldBe(SharedFlight.Own);
    }

    [RedisFact]
    public async Task OpenAsync_Should_FindNoEntry_When_TheClockWasAheadAsItWasWritten()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await StartAsync(redis);
        Store(replica, 1, loadedAt: replica.Cache.Now + 3_600_000);
        var lookup = (await replica.Cache.OpenAsync(Key(), Any))!;
        (lookup.Flight, lookup.Entry).ShouldBe((SharedFlight.Own, null));

        Store(replica, 2, loadedAt: replica.Cache.Now);

        (await ValueAsync(replica)).ShouldBe(2);
    }

    [RedisFact]
    public async Task Store_Should_KeepTheEntryThatBypassedTheUpstreamCache_When_AnOrdinaryCallEndsAfterIt()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await StartAsync(redis);
        var now = replica.Cache.Now;
        Store(replica, 1, loadedAt: now - 10_000, bypassed: true);

        // Its call may have been sent before the other one, and the upstream may have taken its response from its own cache.
        Store(replica, 2, loadedAt: now - 5_500);
        (await ValueAsync(replica)).ShouldBe(1);

        // A call takes five seconds at most, so this one was sent later.
        Store(replica, 3, loadedAt: now - 4_500);
        (await ValueAsync(replica)).ShouldBe(3);
    }

    [RedisFact]
    public async Task Store_Should_KeepTheLaterEntry_When_AnEarlierOneArrivesAfterIt()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var replica = await StartAsync(redis);
        var now = replica.Cache.Now;

        Store(replica, 1, loadedAt: now);
        Store(replica, 2, loadedAt: now - 1);

        (await ValueAsync(replica)).ShouldBe(1);
    }

    private static SharedKey Key() => new(Dataset.Tokens, Text, []);

    private static Task<ReplicaHost> StartAsync(RedisProcess redis) => ReplicaHost.StartAsync(redis, new StubWorld().Stub, ("Upstream:Timeout", "00:00:05"));

    private static void Store(ReplicaHost replica, byte value, long loadedAt, bool bypassed = false) =>
        replica.Cache.TryStore(Key(), () => new SharedEntry(new[] { value }, loadedAt, TimeSpan.Zero, bypassed), Minute).ShouldBeTrue();

    // The only byte of the entry that a lookup finds.
    private static async Task<int> ValueAsync(ReplicaHost replica) => (await replica.Cache.OpenAsync(Key(), Any))!.Entry!.Value.Span[0];
}

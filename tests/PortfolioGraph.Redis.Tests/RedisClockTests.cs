using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace PortfolioGraph.Redis.Tests;

public sealed class RedisClockTests
{
    private static readonly Arbitrary<Reading[]> Readings =
        (from pause in Gen.Choose(0, 2000)
         from there in Gen.Choose(0, 300)
         from back in Gen.Choose(0, 300)
         select new Reading(pause, there, back)).NonEmptyListOf().Select(static readings => readings.ToArray()).ToArbitrary();

    [Fact]
    public void Now_Should_BeAsExactAsTheFastestReading_When_ReadingsTakeDifferentTimes() => Prop.ForAll(Readings, static readings =>
    {
        var world = new World(start: 1_000_000.7);
        var best = double.PositiveInfinity;
        foreach (var reading in readings)
        {
            world.Read(reading);
            best = Math.Min(best, reading.There + reading.Back + 1);
            if (world.Error > best)
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Now_Should_FollowAtOnce_When_TheClockOfRedisIsSet()
    {
        var world = new World(start: 1_000_000);
        world.Read(new Reading(0, 1, 1));

        world.Set(400_000);
        world.Read(new Reading(500, 5, 5));
        world.Error.ShouldBeLessThanOrEqualTo(11);

        world.Set(9_000_000);
        world.Read(new Reading(500, 5, 5));
        world.Error.ShouldBeLessThanOrEqualTo(11);
    }

    private readonly record struct Reading(int Pause, int There, int Back);

    /// <summary>Redis' clock, the clock of this machine, and the way between them.</summary>
    private sealed class World
    {
        private readonly FakeTimeProvider _time = new();
        private readonly RedisClock _clock;
        private double _redis;

        public World(double start) => (_clock, _redis) = (new RedisClock(_time), start);

        public double Error => Math.Abs(_clock.Now - _redis);

        public void Set(double milliseconds) => _redis = milliseconds;

        public void Read(Reading reading)
        {
            Advance(reading.Pause);
            var sentAt = _time.GetTimestamp();
            Advance(reading.There);
            var milliseconds = (long)_redis;
            Advance(reading.Back);
            _clock.Read(milliseconds, sentAt);
        }

        private void Advance(int milliseconds)
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            _redis += milliseconds;
        }
    }
}

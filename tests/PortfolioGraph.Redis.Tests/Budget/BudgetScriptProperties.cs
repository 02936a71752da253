using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Testing;
using StackExchange.Redis;

namespace PortfolioGraph.Redis.Tests.Budget;

/// <summary>Properties of the scripts at given times, for replicas that ask, send, give up and die at random.</summary>
public sealed class BudgetScriptProperties
{
    private const long Millisecond = 1000;
    private const long Second = 1000 * Millisecond;
    private const long Start = 1_000_000_000;

    // As in the scripts.
    private const long Lease = 2000 * Millisecond;
    private const long Slack = 250 * Millisecond;

    private static readonly string[] Replicas = ["a", "b", "c"];

    private static readonly Arbitrary<Scenario> Scenarios =
        (from interval in Gen.Elements(20, 200, 1000)
         from burst in Gen.Choose(1, 3)
         from steps in StepsWithin(interval).NonEmptyListOf().Resize(60)
         select new Scenario(interval * Millisecond, burst, [.. steps])).ToArbitrary();

    private enum Kind
    {
        Acquire,
        AcquireInBackground,
        Send,
        Return,
        Withdraw,
    }

    [RedisFact]
    public async Task Acquire_Should_AgreeWithTheModel_When_ReplicasActAtRandom()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var database = connection.GetDatabase();
        var run = 0;

        Prop.ForAll(Scenarios, scenario => Run(database, $"run{run++}", scenario)).QuickCheckThrowOnFailure();
    }

    [RedisFact]
    public async Task Acquire_Should_BeGrantedSoon_When_TheClockWasAnHourAhead()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var database = connection.GetDatabase();
        const long Ahead = Start + (3600 * 1000 * Millisecond);
        _ = Eval(BudgetScripts.Join, "a", Ahead, 1);
        _ = Eval(BudgetScripts.Announce, "a", Ahead, 60 * Second, 1, "");
        ((string)Eval(BudgetScripts.Acquire, "a", Ahead + (70 * Second), 1)[1]!).ShouldNotBeEmpty();
        _ = Eval(BudgetScripts.Acquire, "b", Ahead + (70 * Second), 1);

        ((string)Eval(BudgetScripts.Acquire, "c", Start, 1)[1]!).ShouldBeEmpty();
        // After the longest pause, the recovery and the longest time that a bucket can lack.
        ((string)Eval(BudgetScripts.Acquire, "c", Start + (66 * Second), 1)[1]!).ShouldNotBeEmpty();

        RedisResult[] Eval(string script, string replica, long now, params RedisValue[] arguments) => BudgetScriptProperties.Eval(database, script, replica, now, arguments);
    }

    [RedisFact]
    public async Task Renew_Should_NameTheSlotsThatAreStillInFlight_When_TheLeaseOfOneHasEnded()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var database = connection.GetDatabase();
        _ = Eval(database, BudgetScripts.Join, "a", Start, -1);
        var stalled = (string)Eval(database, BudgetScripts.Acquire, "a", Start + (10 * Second), 1)[1]!;
        var later = Start + (10 * Second) + Lease + 1;
        _ = Eval(database, BudgetScripts.Withdraw, "a", later);
        var current = (string)Eval(database, BudgetScripts.Acquire, "a", later + (2 * Second), 1)[1]!;
        (stalled.Length > 0 && current.Length > 0).ShouldBeTrue();

        var renewed = Eval(database, BudgetScripts.Renew, "a", later + (3 * Second), stalled, current);

        renewed.Select(slot => (string)slot!).ShouldBe([current]);
        // The lease of the other one was extended.
        ((string)Eval(database, BudgetScripts.Acquire, "b", later + (2 * Second) + Lease + 1, 1)[1]!).ShouldBeEmpty();
    }

    [RedisFact]
    public async Task Acquire_Should_RememberTheTurnsOfAHundredReplicas_When_ThereWereMore()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var database = connection.GetDatabase();
        _ = Eval(database, BudgetScripts.Join, "0", Start, -1);

        for (var replica = 0; replica < 120; replica++)
        {
            var now = Start + ((replica + 10) * 5 * Second);
            var slot = (string)Eval(database, BudgetScripts.Acquire, $"{replica}", now, 1)[1]!;
            slot.ShouldNotBeEmpty();
            _ = Eval(database, BudgetScripts.Sent, $"{replica}", now, slot);
        }

        (await database.SortedSetRangeByRankAsync("turns")).Select(member => (string)member!).ShouldBe(Enumerable.Range(20, 100).Select(replica => $"{replica}"));
    }

    private static RedisResult[] Eval(IDatabase database, string script, string replica, long now, params RedisValue[] arguments) =>
        (RedisResult[])database.ScriptEvaluate(script, ["state", "slots", "waiting", "background", "turns"], [now, replica, "channel", Second, 1, 60 * Second, .. arguments])!;

    private static Gen<Step> StepsWithin(int interval) =>
        from kind in Gen.Frequency(
            (6, Gen.Constant(Kind.Acquire)), (2, Gen.Constant(Kind.AcquireInBackground)), (5, Gen.Constant(Kind.Send)), (1, Gen.Constant(Kind.Return)), (1, Gen.Constant(Kind.Withdraw)))
        from replica in Gen.Choose(0, Replicas.Length - 1)
        from wait in Gen.Frequency((4, Gen.Choose(0, interval)), (2, Gen.Constant(0)), (1, Gen.Choose(0, 3000)))
        select new Step(kind, Replicas[replica], wait * Millisecond);

    private static bool Run(IDatabase database, string prefix, Scenario scenario)
    {
        RedisKey[] keys = [.. new[] { "state", "slots", "waiting", "background", "turns" }.Select(name => (RedisKey)$"{prefix}:{name}")];
        var model = new Model(scenario.Interval, scenario.Burst, Start);
        var now = Start;
        _ = Eval(BudgetScripts.Join, "a", -1);

        foreach (var step in scenario.Steps)
        {
            now += step.Wait;
            model.Expire(now);
            switch (step.Kind)
            {
                case Kind.Acquire or Kind.AcquireInBackground:
                    var reply = Eval(BudgetScripts.Acquire, step.Replica, step.Kind == Kind.Acquire ? 1 : 0);
                    var slot = (string)reply[1]!;
                    if (model.Acquire(step.Replica, step.Kind == Kind.Acquire, now) != (slot.Length > 0))
                        return false;
                    if (slot.Length > 0)
                        model.InFlight.Add((slot, now + Lease));
                    else
                        model.List(step.Replica, step.Kind == Kind.Acquire, now + (long)reply[3] + Slack);
                    break;

                case Kind.Send or Kind.Return when model.InFlight is [var (id, _), ..]:
                    model.InFlight.RemoveAt(0);
                    _ = Eval(step.Kind == Kind.Send ? BudgetScripts.Sent : BudgetScripts.Return, id[..1], id);
                    if (step.Kind == Kind.Send)
                        model.Count(now);
                    // The script lists a waiting replica again, because its reply says when to ask.
                    model.Relist(id[..1], now, keys, database);
                    break;

                case Kind.Withdraw:
                    _ = Eval(BudgetScripts.Withdraw, step.Replica);
                    model.Unlist(step.Replica);
                    break;
            }
        }

        return true;

        RedisResult[] Eval(string script, string replica, params RedisValue[] arguments) =>
            (RedisResult[])database.ScriptEvaluate(script, keys, [now, replica, prefix, scenario.Interval, scenario.Burst, 60_000 * Millisecond, .. arguments])!;
    }

    private sealed record Scenario(long Interval, int Burst, IReadOnlyList<Step> Steps);

    private sealed record Step(Kind Kind, string Replica, long Wait);

    /// <summary>The budget in plain words: a bucket that starts empty, and replicas in the order of their last grants.</summary>
    private sealed class Model(long interval, int burst, long start)
    {
        private readonly Dictionary<string, (bool IsInteractive, long Expiry)> _waiting = [];
        private readonly List<string> _grants = [];
        // When the bucket is full.
        private long _full = start + (interval * burst);
        private int _streak;

        public List<(string Id, long Expiry)> InFlight { get; } = [];

        public void Expire(long now)
        {
            foreach (var (_, expiry) in InFlight.Where(slot => slot.Expiry <= now).OrderBy(slot => slot.Expiry).ToList())
                Count(expiry);
            InFlight.RemoveAll(slot => slot.Expiry <= now);
            foreach (var (replica, _) in _waiting.Where(pair => pair.Value.Expiry <= now).ToList())
                _waiting.Remove(replica);
        }

        public void Count(long sentAt) => _full = Math.Max(_full, sentAt) + interval;

        public bool Acquire(string replica, bool isInteractive, long now)
        {
            List(replica, isInteractive, now + Slack);
            var hasInteractive = _waiting.Values.Any(entry => entry.IsInteractive);
            var hasBackground = _waiting.Values.Any(entry => !entry.IsInteractive);
            var serves = hasInteractive && !(hasBackground && _streak >= 4);
            var first = _waiting.Where(pair => pair.Value.IsInteractive == serves).Select(pair => pair.Key).OrderBy(_grants.LastIndexOf).ThenBy(OrderOfNew).First();
            var full = InFlight.Count == 0 ? _full : Math.Max(_full, now) + (interval * InFlight.Count);
            if (first != replica || InFlight.Count >= burst || full - (interval * (burst - 1)) > now)
                return false;

            _waiting.Remove(replica);
            _grants.Add(replica);
            _streak = !isInteractive ? 0 : _streak + (hasBackground ? 1 : 0);
            return true;
        }

        public void List(string replica, bool isInteractive, long expiry) => _waiting[replica] = (isInteractive, expiry);

        public void Unlist(string replica) => _waiting.Remove(replica);

        public void Relist(string replica, long now, RedisKey[] keys, IDatabase database)
        {
            if (!_waiting.TryGetValue(replica, out var entry))
                return;
            var expiry = database.SortedSetScore(keys[entry.IsInteractive ? 2 : 3], replica);
            (expiry >= now + Slack).ShouldBeTrue("a waiting replica has time to ask");
            _waiting[replica] = (entry.IsInteractive, (long)expiry!);
        }

        // Replicas without a grant: Redis orders equal members by their expiry, then by name.
        private (long Expiry, string Name) OrderOfNew(string replica) => (_waiting[replica].Expiry, replica);
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>The load of the scenarios in which a part of the group fails: clients of all replicas that request more cold wallets than the limit allows, and cached ones.</summary>
internal static class TroubleLoad
{
    public const string ValueQuery = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    public const double CallsPerSecond = 2;

    // Fifty milliseconds for the variation of the way to the upstream, because all processes share one machine. The upstream accepts a call that is earlier still; the goal counts it.
    public const string Margin = "0.1";
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1 / CallsPerSecond);

    public static SandboxOptions Sandbox => new() { CallsPerSecond = CallsPerSecond, Burst = 2, Latency = TimeSpan.FromMilliseconds(100) };

    public static Dictionary<string, string> Settings => new() { ["Upstream:CallsPerSecond"] = FormattableString.Invariant($"{CallsPerSecond}"), ["Upstream:RateLimitMargin"] = Margin, ["Server:DrainDelay"] = "00:00:02" };

    /// <summary>Runs clients until the load is cancelled.</summary>
    /// <param name="servers">The address of each client's server.</param>
    /// <param name="seed">Separates the wallets of several loads.</param>
    /// <param name="stop">Ends the load. Requests in flight are completed.</param>
    /// <param name="ct">Cancels the load.</param>
    /// <returns>The number of successful responses, and the failures with their time.</returns>
    public static async Task<(int Good, IReadOnlyList<(TimeSpan At, int Client, string Failure)> Failures)> RunAsync(IReadOnlyList<Uri> servers, int seed, CancellationToken stop, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(servers.Select((server, number) => Task.Run(
            async () =>
            {
                using var client = new GraphClient(server, number);
                var (good, failures) = (0, new List<(TimeSpan, int, string)>());
                for (var request = 0; !stop.IsCancellationRequested; request++)
                {
                    // Every other request is for a wallet that soon is cached.
                    var wallet = request % 2 == 0 ? seed + (number * 1_000) + request : seed;
                    var response = await client.SendAsync(ValueQuery, new { addresses = new[] { Requests.Wallet(wallet) } }, TimeSpan.FromSeconds(30), ct);
                    if (response.Kind is ResponseKind.Failed or ResponseKind.TimedOut)
                        failures.Add((clock.Elapsed, number, response.Code ?? "timeout"));
                    else
                        good++;
                    await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
                }

                return (good, failures);
            },
            ct)));
        return (results.Sum(static result => result.good), [.. results.SelectMany(static result => result.failures)]);
    }

    public static string Describe(UpstreamCalls calls) => string.Create(
        CultureInfo.InvariantCulture,
        $"{calls.All.Count} calls, least gap {calls.MinGap?.TotalMilliseconds:0} ms, greatest {MaxGap(calls).TotalMilliseconds:0} ms, {calls.RateLimited} rejected");

    public static TimeSpan MaxGap(UpstreamCalls calls) => calls.All.Zip(calls.All.Skip(1), static (earlier, later) => later.Time - earlier.Time).DefaultIfEmpty().Max();
}

/// <summary>One of three replicas is killed under load, with a turn or without: the others go on within the limit, and soon.</summary>
internal sealed class ReplicaDiesScenario : IScenario
{
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of times that a replica is killed and started again", DefaultValueFactory = _ => 3 };

    public Command ToCommand()
    {
        var command = new Command("replica-dies", "A replica is killed under load: the others use its turns and finish its flights.") { _rounds };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        await using var group = await ReplicaGroup.StartAsync(TroubleLoad.Sandbox, TroubleLoad.Settings, ct);
        using var stop = new CancellationTokenSource();
        // Clients of the two replicas that survive; the third gets requests of its own.
        Uri[] survivors = [group.Replicas[0].Server, group.Replicas[1].Server, group.Replicas[0].Server, group.Replicas[1].Server];
        var load = TroubleLoad.RunAsync(survivors, 1_000, stop.Token, ct);
        for (var round = 0; round < options.GetValue(_rounds); round++)
        {
            using var connection = await RawConnection.OpenAsync(group.Replicas[2].Server, 50, ct);
            // Cold wallets, so that the replica has a turn or waits for one.
            await connection.SendAsync(Requests.Graph(TroubleLoad.ValueQuery, new { addresses = Enumerable.Range(500_000 + (round * 100), 60).Select(Requests.Wallet).ToArray() }), ct);
            await Task.Delay(TimeSpan.FromSeconds(2) + TimeSpan.FromMilliseconds(130 * round), ct);
            group.Replicas[2].Process.Signal("KILL");
            await Task.Delay(TimeSpan.FromSeconds(6), ct);
            await group.Replicas[2].RestartAsync();
            await group.Replicas[2].Process.WaitUntilReadyAsync(ct);
        }

        await stop.CancelAsync();
        var (good, failures) = await load;
        var calls = group.GetCalls();
        Console.WriteLine($"{options.GetValue(_rounds)} kills: {TroubleLoad.Describe(calls)}; {good} good responses of the others, {failures.Count} failed{string.Concat(failures.Take(5).Select(static failure => $"; {failure.Failure}"))}");
        return Goals.Report(
            ("the limit of the account holds", calls.IsWithin(TroubleLoad.Interval)),
            ("no response of the surviving replicas failed", good > 0 && failures.Count == 0),
            ("a dead replica's turn is used by the others within three intervals and two seconds", TroubleLoad.MaxGap(calls) <= (3 * TroubleLoad.Interval) + TimeSpan.FromSeconds(2)));
    }
}

/// <summary>Redis is killed and started again under load, then stops responding: the replicas go on with their shares of the limit, and share again afterwards.</summary>
internal sealed class RedisDiesScenario : IScenario
{
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of times that Redis is killed and started again", DefaultValueFactory = _ => 2 };

    public Command ToCommand()
    {
        var command = new Command("redis-dies", "Redis is killed under load, and stops responding: responses go on within the limit.") { _rounds };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        await using var group = await ReplicaGroup.StartAsync(TroubleLoad.Sandbox, TroubleLoad.Settings, ct);
        using var stop = new CancellationTokenSource();
        var load = TroubleLoad.RunAsync([.. group.Replicas.Concat(group.Replicas).Select(static replica => replica.Server)], 1_000, stop.Token, ct);
        await Task.Delay(TimeSpan.FromSeconds(4), ct);
        var (during, recovered) = (new List<(int Status, string Body)>(), true);
        List<(DateTimeOffset Time, string Name)> events = [];
        for (var round = 0; round < options.GetValue(_rounds); round++)
        {
            events.Add((TimeProvider.System.GetUtcNow(), "kill"));
            group.Redis.Kill();
            await Task.Delay(TimeSpan.FromSeconds(6), ct);
            for (var replica = 0; replica < 3; replica++)
                during.Add(await group.GetReadinessAsync(replica, ct));
            await group.Redis.RestartAsync();
            events.Add((TimeProvider.System.GetUtcNow(), "start"));
            recovered &= await WaitUntilSharedAsync(group, ct);
        }

        events.Add((TimeProvider.System.GetUtcNow(), "silence"));
        group.Redis.Suspend();
        await Task.Delay(TimeSpan.FromSeconds(5), ct);
        for (var replica = 0; replica < 3; replica++)
            during.Add(await group.GetReadinessAsync(replica, ct));
        events.Add((TimeProvider.System.GetUtcNow(), "end of the silence"));
        group.Redis.Resume();
        recovered &= await WaitUntilSharedAsync(group, ct);

        await stop.CancelAsync();
        var (good, failures) = await load;
        var calls = group.GetCalls();
        foreach (var (earlier, early) in calls.All.Zip(calls.All.Skip(1)).Where(static pair => pair.Second.Time - pair.First.Time < TroubleLoad.Interval / 2))
        {
            var (time, name) = events.LastOrDefault(happened => happened.Time < early.Time, (calls.All[0].Time, "first call"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an early call of {early.Addresses[0]}, {(early.Time - earlier.Time).TotalMilliseconds:0} ms after one of {earlier.Addresses[0]}, {(early.Time - time).TotalSeconds:0.00} s after this event: {name}"));
        }

        Console.WriteLine($"{options.GetValue(_rounds)} kills and a silence: {TroubleLoad.Describe(calls)}; {good} good responses, {failures.Count} failed{string.Concat(failures.Take(5).Select(static failure => $"; {failure.Failure}"))}");
        Console.WriteLine($"readiness without Redis: {string.Join(' ', during.Select(static readiness => $"{readiness.Status} {readiness.Body}").Distinct())}");
        var (sharedCalls, state) = await ShareAsync(group, ct);
        return Goals.Report(
            ("no response failed", good > 0 && failures.Count == 0),
            ("the limit of the account holds", calls.IsWithin(TroubleLoad.Interval)),
            ("readiness stays true with the reason REDIS_UNAVAILABLE", during.TrueForAll(static readiness => readiness.Status == 200 && readiness.Body.Contains("REDIS_UNAVAILABLE", StringComparison.Ordinal))),
            ("the replicas share again without a restart", recovered && sharedCalls == 1 && state));
    }

    private static async Task<bool> WaitUntilSharedAsync(ReplicaGroup group, CancellationToken ct)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(100, ct))
        {
            var bodies = await Task.WhenAll(Enumerable.Range(0, 3).Select(replica => group.GetReadinessAsync(replica, ct)));
            if (bodies.All(static readiness => !readiness.Body.Contains("REDIS", StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private static async Task<(int Calls, bool AllGood)> ShareAsync(ReplicaGroup group, CancellationToken ct)
    {
        group.Sandbox.ClearCalls();
        var good = true;
        foreach (var replica in group.Replicas)
        {
            var (body, _) = await ReplicaGroup.SendAsync(replica.Server, TroubleLoad.ValueQuery, new { addresses = new[] { Requests.Wallet(900_000) } }, ct);
            good &= !body.TryGetProperty("errors", out _);
            await Task.Delay(200, ct);
        }

        return (group.GetCalls().All.Count(static call => call.Addresses.Contains(Requests.Wallet(900_000))), good);
    }
}

/// <summary>The replicas are stopped and started again, one after another, under load behind the balancer.</summary>
internal sealed class RollingRestartScenario : IScenario
{
    public Command ToCommand()
    {
        var command = new Command("rolling-restart", "The replicas are restarted one after another under load: no request fails.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        await using var group = await ReplicaGroup.StartAsync(TroubleLoad.Sandbox, TroubleLoad.Settings, ct);
        using var stop = new CancellationTokenSource();
        var load = TroubleLoad.RunAsync([.. Enumerable.Repeat(group.Address, 8)], 1_000, stop.Token, ct);
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        List<int?> exits = [];
        foreach (var replica in group.Replicas)
        {
            replica.Process.Signal("TERM");
            exits.Add(await replica.Process.WaitForExitAsync(TimeSpan.FromSeconds(60), ct));
            await replica.RestartAsync();
            await replica.Process.WaitUntilReadyAsync(ct);
            // The balancer must find the replica ready before the next one stops.
            await Task.Delay(TimeSpan.FromSeconds(2), ct);
        }

        await stop.CancelAsync();
        var (good, failures) = await load;
        var calls = group.GetCalls();
        Console.WriteLine($"three restarts: {TroubleLoad.Describe(calls)}; {good} good responses, {failures.Count} failed{string.Concat(failures.Take(5).Select(static failure => $"; {failure.Failure} at {failure.At.TotalSeconds:0.0} s"))}; exit codes {string.Join(' ', exits)}");
        return Goals.Report(
            ("no request failed", good > 0 && failures.Count == 0),
            ("the limit of the account holds", calls.IsWithin(TroubleLoad.Interval)),
            ("every replica ended with exit code 0", exits.TrueForAll(static code => code == 0)));
    }
}

/// <summary>The clock of one replica is ten minutes ahead. Turns and ages must not depend on it.</summary>
internal sealed class ClockSkewScenario : IScenario
{
    private const string AgeQuery = "query($address: Address!) { wallet(address: $address) { breakdown { source { asOf } } } }";

    public Command ToCommand()
    {
        var command = new Command("clock-skew", "The clock of one replica is ten minutes ahead: limit and ages hold.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        await using var group = await ReplicaGroup.StartAsync(
            TroubleLoad.Sandbox,
            TroubleLoad.Settings,
            ct,
            SkewedClock.Ahead(TimeSpan.FromMinutes(10)));
        using var stop = new CancellationTokenSource();
        var load = TroubleLoad.RunAsync([.. group.Replicas.Concat(group.Replicas).Select(static replica => replica.Server)], 1_000, stop.Token, ct);
        await Task.Delay(TimeSpan.FromSeconds(12), ct);
        await stop.CancelAsync();
        var (good, failures) = await load;
        var calls = group.GetCalls();

        // By its own clock, the replica that is ahead has data of the future.
        var (wrong, _) = await ReplicaGroup.SendAsync(group.Replicas[2].Server, AgeQuery, new { address = Requests.Wallet(800_000) }, ct);
        var asOf = wrong.GetProperty("data").GetProperty("wallet").GetProperty("breakdown").GetProperty("source").GetProperty("asOf").GetDateTimeOffset();

        List<TimeSpan?> ages = [];
        foreach (var (first, second) in new[] { (2, 0), (0, 2) })
        {
            var addresses = new[] { Requests.Wallet(900_000 + first) };
            await ReplicaGroup.SendAsync(group.Replicas[first].Server, TroubleLoad.ValueQuery, new { addresses }, ct);
            await Task.Delay(TimeSpan.FromSeconds(2), ct);
            var before = group.GetCalls().All.Count;
            ages.Add((await ReplicaGroup.SendAsync(group.Replicas[second].Server, TroubleLoad.ValueQuery, new { addresses }, ct)).Age);
            failures = group.GetCalls().All.Count == before ? failures : [.. failures, (TimeSpan.Zero, second, "the answer was loaded again")];
        }

        Console.WriteLine($"{TroubleLoad.Describe(calls)}; {good} good responses, {failures.Count} failed{string.Concat(failures.Take(5).Select(static failure => $"; {failure.Failure}"))}; ages of shared answers after two seconds: {string.Join(", ", ages.Select(static age => $"{age?.TotalSeconds:0} s"))}");
        return Goals.Report(
            ("the limit of the account holds", calls.IsWithin(TroubleLoad.Interval) && calls.All.Count > 10),
            ("no response failed, and answers are shared both ways", good > 0 && failures.Count == 0),
            ("the clock of the replica is ahead", asOf > TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5)),
            ("a shared answer has the same age in both directions", ages is [{ TotalSeconds: >= 1 and < 120 } ahead, { } behind] && (ahead - behind).Duration() <= TimeSpan.FromSeconds(3)));
    }
}

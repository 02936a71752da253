using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// Three replicas with one account: they must keep its limit together, load a cold wallet once, serve each other's answers, take turns, and need Redis only for what they do not have.
/// </summary>
internal sealed class ReplicasScenario : IScenario
{
    private const double CallsPerSecond = 2;
    private const string ValueQuery = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";

    // The replica's own, and a look at the call budget.
    private const int CommandsPerHeartbeat = 2;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    private readonly Option<int> _clients = new("--clients") { Description = "Number of clients that request one cold wallet at once", DefaultValueFactory = _ => 1_000 };
    private readonly Option<int> _seconds = new("--seconds") { Description = "Duration of the load on each part, in seconds", DefaultValueFactory = _ => 20 };

    public Command ToCommand()
    {
        var command = new Command("replicas", "Three replicas share one account through Redis: limit, flights, cache, turns.") { _clients, _seconds };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var (clients, duration) = (options.GetValue(_clients), TimeSpan.FromSeconds(options.GetValue(_seconds)));
        await using var group = await ReplicaGroup.StartAsync(
            new SandboxOptions { CallsPerSecond = CallsPerSecond, Burst = 2, Latency = Latency },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = FormattableString.Invariant($"{CallsPerSecond}"), ["Upstream:RateLimitMargin"] = TroubleLoad.Margin },
            ct);

        var stampede = await StampedeAsync(group, clients, ct);
        var (sharedCalls, ages) = await ReadEverywhereAsync(group, ct);
        var (requests, commands, warm) = await WarmAsync(group, duration / 4, ct);
        var (limitCalls, failures) = await OverloadAsync(group, duration, ct);
        var ahead = await CountAheadAsync(group, duration, ct);

        Console.WriteLine($"{clients} clients over three replicas, one cold wallet: {stampede.Calls} calls, {stampede.Failures} failed responses");
        Console.WriteLine($"the same wallet from each replica: {sharedCalls} further calls, ages {string.Join(", ", ages.Select(static age => age?.TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture) ?? "none"))}");
        Console.WriteLine($"{requests} warm requests: {commands} commands to Redis in {warm.TotalSeconds:0} s, of which {CommandsPerHeartbeat} a second and replica are its heartbeats");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"more than the limit: {limitCalls.All.Count} calls in {duration.TotalSeconds:0} s, least gap {limitCalls.MinGap?.TotalMilliseconds:0} ms, {limitCalls.RateLimited} rejected; {failures} failed responses"));
        Console.WriteLine($"a modest client of another replica than a greedy one: at most {ahead} calls ahead of its own");
        return Goals.Report(
            ($"{clients} clients over three replicas cost the calls of one client", stampede is { Calls: 1, Failures: 0 }),
            ("an answer of one replica serves the others", sharedCalls == 0 && ages.All(static age => age is not null)),
            ("warm requests make no request to Redis", requests > 100 && commands <= 3 * CommandsPerHeartbeat * (warm.TotalSeconds + 1)),
            ("the limit of the account holds over three replicas", limitCalls.IsWithin(TimeSpan.FromSeconds(1 / CallsPerSecond))),
            (string.Create(CultureInfo.InvariantCulture, $"the replicas use the account: at least four fifths of {CallsPerSecond} calls per second"), limitCalls.All.Count >= 0.8 * CallsPerSecond * (duration.TotalSeconds - 1)),
            ("no response failed for another reason than the limit", failures == 0),
            ("replicas take turns: at most two calls of the greedy client precede a modest client's", ahead <= 2));
    }

    private static async Task<(int Calls, int Failures)> StampedeAsync(ReplicaGroup group, int clients, CancellationToken ct)
    {
        group.Sandbox.ClearCalls();
        var request = Requests.Graph(ValueQuery, new { addresses = new[] { Requests.Wallet(1) } });
        var connections = new List<RawConnection>();
        for (var number = 0; number < clients; number++)
            connections.Add(await RawConnection.OpenAsync(group.Address, number, ct));
        var responses = await Task.WhenAll(connections.Select(connection => connection.RoundTripAsync(request, ct)));
        connections.ForEach(static connection => connection.Dispose());
        return (group.GetCalls().All.Count, responses.Count(static response => response.Failure is not null));
    }

    private static async Task<(int Calls, IReadOnlyList<TimeSpan?> Ages)> ReadEverywhereAsync(ReplicaGroup group, CancellationToken ct)
    {
        await ReplicaGroup.SendAsync(group.Replicas[0].Server, Queries.WalletsInFull, new { addresses = new[] { Requests.Wallet(2) } }, ct);
        group.Sandbox.ClearCalls();
        List<TimeSpan?> ages = [];
        foreach (var replica in group.Replicas)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            ages.Add((await ReplicaGroup.SendAsync(replica.Server, Queries.WalletsInFull, new { addresses = new[] { Requests.Wallet(2) } }, ct)).Age);
        }

        return (group.GetCalls().All.Count, ages);
    }

    private static async Task<(int Requests, long Commands, TimeSpan Time)> WarmAsync(ReplicaGroup group, TimeSpan duration, CancellationToken ct)
    {
        var request = Requests.Graph(ValueQuery, new { addresses = new[] { Requests.Wallet(1) } });
        foreach (var replica in group.Replicas)
            await ReplicaGroup.SendAsync(replica.Server, ValueQuery, new { addresses = new[] { Requests.Wallet(1) } }, ct);
        var clock = Stopwatch.StartNew();
        var before = await group.CountRedisCommandsAsync();
        var loops = await Task.WhenAll(group.Replicas.Select(replica => ClosedLoop.RunAsync(replica.Server, 4, [request], duration, ct)));
        var commands = await group.CountRedisCommandsAsync() - before;
        return (loops.Sum(static loop => loop.Timings.Count), commands, clock.Elapsed);
    }

    // Far more wallets than the limit allows, from clients of all replicas.
    private static async Task<(UpstreamCalls Calls, int Failures)> OverloadAsync(ReplicaGroup group, TimeSpan duration, CancellationToken ct)
    {
        group.Sandbox.ClearCalls();
        var clock = Stopwatch.StartNew();
        var failures = await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            using var client = new GraphClient(group.Replicas[number % 3].Server, number);
            var failed = 0;
            for (var request = 0; clock.Elapsed < duration; request++)
            {
                var response = await client.SendAsync(Queries.WalletsInFull, new { addresses = new[] { Requests.Wallet(10_000 + (number * 1_000) + request) } }, TimeSpan.FromSeconds(30), ct);
                failed += response.Kind is ResponseKind.Failed or ResponseKind.TimedOut ? 1 : 0;
            }

            return failed;
        }));
        return (new UpstreamCalls([.. group.GetCalls().All.Where(call => call.Time - group.GetCalls().All[0].Time < duration)]), failures.Sum());
    }

    private static async Task<int> CountAheadAsync(ReplicaGroup group, TimeSpan duration, CancellationToken ct)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var greedy = Enumerable.Range(0, 4).Select(number => FloodAsync(group.Replicas[0].Server, number, cancellation.Token)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        var clock = Stopwatch.StartNew();
        var ahead = 0;
        for (var wallet = 50_000; clock.Elapsed < duration; wallet++)
        {
            group.Sandbox.ClearCalls();
            await ReplicaGroup.SendAsync(group.Replicas[1].Server, ValueQuery, new { addresses = new[] { Requests.Wallet(wallet) } }, ct);
            ahead = Math.Max(ahead, group.Sandbox.Calls.TakeWhile(call => !call.Addresses.Contains(Requests.Wallet(wallet))).Count());
        }

        await cancellation.CancelAsync();
        await Task.WhenAll(greedy);
        return ahead;
    }

    private static async Task FloodAsync(Uri server, int number, CancellationToken ct)
    {
        using var connection = await RawConnection.OpenAsync(server, 0, ct);
        try
        {
            for (var request = 0; !ct.IsCancellationRequested; request++)
                await connection.RoundTripAsync(Requests.Graph(ValueQuery, new { addresses = Enumerable.Range(100_000 + (number * 10_000) + (request * 30), 30).Select(Requests.Wallet).ToArray() }), ct);
        }
        catch (OperationCanceledException)
        {
            // The measurement ends.
        }
    }
}

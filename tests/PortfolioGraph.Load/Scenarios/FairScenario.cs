using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// The upstream allows one call per second. A greedy client requests 100 new wallets at a time over several connections, without pauses and ignoring
/// retryAfter. Another client requests one cached wallet, and now and then a cold wallet.
/// </summary>
internal sealed class FairScenario : IScenario
{
    private const int WalletsPerRequest = 100;
    private const int CachedWallet = -1;
    private const string Query = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxAddedTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ColdPause = TimeSpan.FromSeconds(3);

    private readonly Option<int> _quiet = new("--quiet") { Description = "Duration without the greedy client in seconds", DefaultValueFactory = _ => 15 };
    private readonly Option<int> _seconds = new("--seconds") { Description = "Duration with the greedy client in seconds", DefaultValueFactory = _ => 45 };
    private readonly Option<int> _connections = new("--connections") { Description = "Number of requests that the greedy client keeps in flight", DefaultValueFactory = _ => 4 };

    public Command ToCommand()
    {
        var command = new Command("fair", "A greedy client does not delay the wallets of another client.") { _quiet, _seconds, _connections };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions { CallsPerSecond = 1 / Interval.TotalSeconds, Latency = Latency },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "1", ["Cache:TimeToLive"] = "01:00:00" },
            ct);
        using var other = await RawConnection.OpenAsync(harness.Server, 1, ct);
        await MeasureCachedAsync(other, TimeSpan.FromSeconds(3), ct);
        var (alone, failuresAlone) = await MeasureCachedAsync(other, TimeSpan.FromSeconds(options.GetValue(_quiet)), ct);
        Console.WriteLine($"the cached wallet without the greedy client: {alone}");

        using var greedyCancellation = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var greedy = Enumerable.Range(0, options.GetValue(_connections)).Select(clientIndex => Task.Run(() => SendGreedyAsync(harness.Server, clientIndex, greedyCancellation.Token), ct)).ToList();
        // Wait until the first requests of the greedy client have filled the queue.
        await Task.Delay(TimeSpan.FromSeconds(3), ct);
        var duration = TimeSpan.FromSeconds(options.GetValue(_seconds));
        var cold = MeasureColdAsync(harness, duration, ct);
        var (withGreedy, failuresWithGreedy) = await MeasureCachedAsync(other, duration, ct);
        var (times, callsBefore, coldFailures) = await cold;
        await greedyCancellation.CancelAsync();
        var requests = (await Task.WhenAll(greedy)).Sum();

        var calls = harness.GetCalls();
        var share = (2 * Interval * 1.02) + Latency + (2 * MaxAddedTime);
        Console.WriteLine($"the cached wallet with the greedy client ({requests} requests for {WalletsPerRequest} wallets): {withGreedy}");
        Console.WriteLine($"cold wallets with the greedy client: {times.Count}, {times}; at most {callsBefore} greedy calls before a cold wallet");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"upstream calls {calls.All.Count}, rejected with 429 {calls.RateLimited}; {harness.Process.Metrics}"));
        return Goals.Report(
            ("every response for the cached wallet was successful", failuresAlone + failuresWithGreedy == 0 && withGreedy.Count > 0),
            (Describe("median", withGreedy.Median, alone.Median), withGreedy.Median <= alone.Median + MaxAddedTime),
            (Describe("p99", withGreedy.P99, alone.P99), withGreedy.P99 <= alone.P99 + MaxAddedTime),
            ("every response for a cold wallet was successful", coldFailures == 0 && times.Count > 0),
            ("at most one call of the greedy client precedes the call for a cold wallet", callsBefore <= 1),
            (string.Create(CultureInfo.InvariantCulture, $"a cold wallet within its share of the rate limit (every second call): {share.TotalMilliseconds:0} ms"), times.Max <= share),
            ("the upstream rejected no call", calls.RateLimited == 0));

        static string Describe(string figure, TimeSpan with, TimeSpan without) => string.Create(
            CultureInfo.InvariantCulture,
            $"the cached wallet's {figure}: {(with - without).TotalMilliseconds:0.0} ms slower, at most {MaxAddedTime.TotalMilliseconds:0}");
    }

    private static byte[] CreateRequest(IEnumerable<int> wallets) => Requests.Graph(Query, new { addresses = wallets.Select(Requests.Wallet).ToArray() });

    private static async Task<(Timings Times, int Failures)> MeasureCachedAsync(RawConnection connection, TimeSpan duration, CancellationToken ct)
    {
        var request = CreateRequest([CachedWallet]);
        var (times, failures) = (new List<TimeSpan>(), 0);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration;)
        {
            var start = Stopwatch.GetTimestamp();
            var response = await connection.RoundTripAsync(request, ct);
            times.Add(Stopwatch.GetElapsedTime(start));
            failures += response.Failure is null ? 0 : 1;
            await Task.Delay(Pause, ct);
        }

        return (new Timings(times), failures);
    }

    private static async Task<int> SendGreedyAsync(Uri server, int clientIndex, CancellationToken ct)
    {
        using var connection = await RawConnection.OpenAsync(server, 2, ct);
        for (var requestNumber = 0; ; requestNumber++)
        {
            try
            {
                await connection.RoundTripAsync(CreateRequest(Enumerable.Range((((clientIndex + 1) * 10_000) + requestNumber) * WalletsPerRequest, WalletsPerRequest)), ct);
            }
            catch (OperationCanceledException)
            {
                return requestNumber;
            }
        }
    }

    private static async Task<(Timings Times, int CallsBefore, int Failures)> MeasureColdAsync(LoadHarness harness, TimeSpan duration, CancellationToken ct)
    {
        using var connection = await RawConnection.OpenAsync(harness.Server, 1, ct);
        var (times, callsBefore, failures) = (new List<TimeSpan>(), 0, 0);
        var clock = Stopwatch.StartNew();
        for (var wallet = 1; clock.Elapsed < duration; wallet++)
        {
            var before = harness.Sandbox.Calls.Count;
            var start = Stopwatch.GetTimestamp();
            var response = await connection.RoundTripAsync(CreateRequest([wallet]), ct);
            times.Add(Stopwatch.GetElapsedTime(start));
            failures += response.Failure is null ? 0 : 1;
            callsBefore = Math.Max(callsBefore, harness.Sandbox.Calls.Skip(before).TakeWhile(call => !call.Addresses.Contains(Requests.Wallet(wallet))).Count());
            await Task.Delay(ColdPause, ct);
        }

        return (new Timings(times), callsBefore, failures);
    }
}

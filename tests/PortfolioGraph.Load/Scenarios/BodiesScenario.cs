using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// Sends bodies that are too large, endless, compressed, slow or inconsistent, from several clients at once. Then sends malformed requests and documents as large as
/// the limits allow, one after the other. Each request must be rejected with its status, without an upstream call and without extra memory.
/// The malformed requests must also be rejected quickly.
/// </summary>
internal sealed class BodiesScenario : IScenario
{
    private const int Concurrency = 8;
    private const int SlowClients = 50;
    private const int WarmUps = 20;
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxLatency = TimeSpan.FromMilliseconds(20);

    private readonly Option<int> _repeats = new("--repeats") { Description = "How often each body is sent by each of eight concurrent clients", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _measured = new("--measured") { Description = "How often each malformed request is measured", DefaultValueFactory = _ => 200 };
    private readonly Option<int> _growth = new("--growth") { Description = "Maximum growth of the memory while the bodies are sent, in MiB", DefaultValueFactory = _ => 16 };

    public Command ToCommand()
    {
        var command = new Command("bodies", "Large, endless, inconsistent and malformed requests are rejected quickly and without extra memory.") { _repeats, _measured, _growth };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions(),
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0", ["Server:RequestTimeout"] = BodyTimeout.ToString() },
            ct);
        var allRejected = await SendBodiesAsync(harness, 1, ct);
        await ClosedLoop.RunAsync(harness.Server, Concurrency, [.. HostileRequests.Invalid.Select(request => request.Bytes), Requests.Graph("{ __typename }")], TimeSpan.FromSeconds(1), ct);
        await ClosedLoop.RunAsync(harness.Server, Concurrency, [Requests.Graph("{ __typename }")], TimeSpan.FromSeconds(10), ct);
        harness.Sandbox.ClearCalls();

        var before = harness.Process.Metrics;
        using var sampling = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var peak = SamplePeakMemoryAsync(harness, sampling.Token);
        allRejected &= await SendBodiesAsync(harness, options.GetValue(_repeats), ct);
        var slowest = await SendSlowBodiesAsync(harness, ct);
        await sampling.CancelAsync();
        var growth = (await peak) - before.ResidentMiB;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"before the bodies: {before}; peak {growth:0.0} MiB more; after the bodies: {harness.Process.Metrics}"));

        var (isFast, areErrors) = await MeasureInvalidAsync(harness, options.GetValue(_measured), ct);
        return Goals.Report(
            ("every body was rejected with its status", allRejected),
            (string.Create(CultureInfo.InvariantCulture, $"{SlowClients} slow bodies were rejected with 408 after the timeout of {BodyTimeout.TotalSeconds} s: {slowest?.TotalSeconds:0.0} s"), slowest is { } took && took <= BodyTimeout + TimeSpan.FromSeconds(2)),
            (string.Create(CultureInfo.InvariantCulture, $"memory grew by {growth:0.0} MiB during the bodies, at most {options.GetValue(_growth)}"), growth <= options.GetValue(_growth)),
            ("every malformed request was rejected with errors", areErrors),
            (string.Create(CultureInfo.InvariantCulture, $"each was rejected within {MaxLatency.TotalMilliseconds:0} ms (p99)"), isFast),
            ("no upstream call", harness.Sandbox.Calls.Count == 0));
    }

    private static async Task<bool> SendBodiesAsync(LoadHarness harness, int repeats, CancellationToken ct)
    {
        var allExpected = true;
        foreach (var attack in HostileRequests.BadBodies)
        {
            var statuses = new List<int>();
            for (var repetition = 0; repetition < repeats; repetition++)
                statuses.AddRange(await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(number => attack.RunAsync(harness.Server, number, ct))));
            allExpected &= statuses.TrueForAll(attack.Statuses.Contains);
            Console.WriteLine($"{attack.Name}: {Describe(statuses)}; {harness.Process.Metrics.ResidentMiB:0.0} MiB");
        }

        return allExpected;
    }

    private static string Describe(IEnumerable<int> statuses) =>
        string.Join(", ", statuses.CountBy(status => status).Select(status => $"{status.Value} x {(status.Key == 0 ? "closed" : status.Key.ToString(CultureInfo.InvariantCulture))}"));

    // Returns the time until the last body was rejected. Null if a body was not rejected.
    private static async Task<TimeSpan?> SendSlowBodiesAsync(LoadHarness harness, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var statuses = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(number => HostileRequests.SlowBody.RunAsync(harness.Server, number, ct)));
        Console.WriteLine($"{HostileRequests.SlowBody.Name}: {Describe(statuses)}");
        return statuses.All(HostileRequests.SlowBody.Statuses.Contains) ? clock.Elapsed : null;
    }

    private static async Task<(bool IsFast, bool AreErrors)> MeasureInvalidAsync(LoadHarness harness, int repeats, CancellationToken ct)
    {
        var (isFast, areErrors) = (true, true);
        using var connection = await RawConnection.OpenAsync(harness.Server, 0, ct);
        foreach (var (name, bytes) in HostileRequests.Invalid)
        {
            var times = new List<TimeSpan>();
            for (var repetition = -WarmUps; repetition < repeats; repetition++)
            {
                HostileRequests.MakeUnique(bytes, repetition + WarmUps);
                var start = Stopwatch.GetTimestamp();
                var response = await connection.RoundTripAsync(bytes, ct);
                if (repetition >= 0)
                    times.Add(Stopwatch.GetElapsedTime(start));
                if (response is not { Status: 200 or 400, IsComplete: true } || response.Body.Span.IndexOf("\"errors\":"u8) < 0)
                {
                    areErrors = false;
                    Console.WriteLine($"{name}: unexpected response with status {response.Status}");
                    return (isFast, areErrors);
                }
            }

            var timings = new Timings(times);
            isFast &= timings.P99 <= MaxLatency;
            Console.WriteLine($"{name} ({bytes.Length / 1024} KiB): {timings}");
        }

        return (isFast, areErrors);
    }

    private static async Task<double> SamplePeakMemoryAsync(LoadHarness harness, CancellationToken ct)
    {
        var peak = 0.0;
        while (!ct.IsCancellationRequested)
        {
            peak = Math.Max(peak, harness.Process.Metrics.ResidentMiB);
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }

        return peak;
    }
}

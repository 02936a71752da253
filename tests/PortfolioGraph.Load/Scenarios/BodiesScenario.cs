using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// Bodies that are too large, endless, packed, slow, or not what they say, many at once; then small ones and documents as large as may be, one after the other. Each is
/// refused with its status, none costs memory or an upstream call, and the second kind costs no time either.
/// </summary>
internal sealed class BodiesScenario : IScenario
{
    private const int Concurrency = 8;
    private const int SlowClients = 50;
    private const int WarmUps = 20;
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxLatency = TimeSpan.FromMilliseconds(20);

    private readonly Option<int> _repeats = new("--repeats") { Description = "How often each body is sent, by eight clients at once", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _measured = new("--measured") { Description = "How often each small request is measured", DefaultValueFactory = _ => 200 };
    private readonly Option<int> _growth = new("--growth") { Description = "MiB that the bodies may cost", DefaultValueFactory = _ => 16 };

    public Command ToCommand()
    {
        var command = new Command("bodies", "Large, endless, lying and malformed requests: refused, for no memory and little time.") { _repeats, _measured, _growth };
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"before the bodies: {before}; at most {growth:0.0} MiB more; then {harness.Process.Metrics}"));

        var (isFast, areErrors) = await MeasureInvalidAsync(harness, options.GetValue(_measured), ct);
        return Goals.Report(
            ("every body refused with its status", allRejected),
            (string.Create(CultureInfo.InvariantCulture, $"{SlowClients} slow bodies refused with 408 when their time of {BodyTimeout.TotalSeconds} s is over: {slowest?.TotalSeconds:0.0} s"), slowest is { } took && took <= BodyTimeout + TimeSpan.FromSeconds(2)),
            (string.Create(CultureInfo.InvariantCulture, $"memory: {growth:0.0} MiB more while they came, at most {options.GetValue(_growth)}"), growth <= options.GetValue(_growth)),
            ("every malformed request refused with errors", areErrors),
            (string.Create(CultureInfo.InvariantCulture, $"each within {MaxLatency.TotalMilliseconds:0} ms, median and p99"), isFast),
            ("no upstream call", harness.Sandbox.Calls.Count == 0));
    }

    private static async Task<bool> SendBodiesAsync(LoadHarness harness, int repeats, CancellationToken ct)
    {
        var allExpected = true;
        foreach (var attack in HostileRequests.BadBodies)
        {
            var statuses = new List<int>();
            for (var turn = 0; turn < repeats; turn++)
                statuses.AddRange(await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(number => attack.RunAsync(harness.Server, number, ct))));
            allExpected &= statuses.TrueForAll(attack.Statuses.Contains);
            Console.WriteLine($"{attack.Name}: {Describe(statuses)}; {harness.Process.Metrics.ResidentMiB:0.0} MiB");
        }

        return allExpected;
    }

    private static string Describe(IEnumerable<int> statuses) =>
        string.Join(", ", statuses.CountBy(status => status).Select(status => $"{status.Value} x {(status.Key == 0 ? "closed" : status.Key.ToString(CultureInfo.InvariantCulture))}"));

    // The time after which the last of them was refused; null where one was not.
    private static async Task<TimeSpan?> SendSlowBodiesAsync(LoadHarness harness, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var statuses = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(number => HostileRequests.SlowBody.RunAsync(harness.Server, number, ct)));
        Console.WriteLine($"{HostileRequests.SlowBody.Name}: {Describe(statuses)}");
        return statuses.All(HostileRequests.SlowBody.Statuses.Contains) ? clock.Elapsed : null;
    }

    private static async Task<(bool IsSoon, bool AreErrors)> MeasureInvalidAsync(LoadHarness harness, int repeats, CancellationToken ct)
    {
        var (isFast, areErrors) = (true, true);
        using var connection = await RawConnection.OpenAsync(harness.Server, 0, ct);
        foreach (var (name, bytes) in HostileRequests.Invalid)
        {
            var times = new List<TimeSpan>();
            for (var turn = -WarmUps; turn < repeats; turn++)
            {
                HostileRequests.MakeUnique(bytes, turn + WarmUps);
                var start = Stopwatch.GetTimestamp();
                var response = await connection.RoundTripAsync(bytes, ct);
                if (turn >= 0)
                    times.Add(Stopwatch.GetElapsedTime(start));
                if (response is not { Status: 200 or 400, IsComplete: true } || response.Body.Span.IndexOf("\"errors\":"u8) < 0)
                {
                    areErrors = false;
                    Console.WriteLine($"{name}: answered {response.Status}");
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

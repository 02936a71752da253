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
    private const int AtOnce = 8;
    private const int SlowOnes = 50;
    private const int WarmUps = 20;
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

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
        await using var bench = await LoadHarness.StartAsync(
            new SandboxOptions(),
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0", ["Server:RequestTimeout"] = BodyTimeout.ToString() },
            ct);
        var isRefused = await BodiesAsync(bench, 1, ct);
        await ClosedLoop.RunAsync(bench.Server, AtOnce, [.. HostileRequests.Small.Select(request => request.Bytes), Requests.Graph("{ __typename }")], TimeSpan.FromSeconds(1), ct);
        await ClosedLoop.RunAsync(bench.Server, AtOnce, [Requests.Graph("{ __typename }")], TimeSpan.FromSeconds(10), ct);
        bench.Sandbox.ClearCalls();

        var before = bench.Process.Figures;
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var most = MostAsync(bench, watch.Token);
        isRefused &= await BodiesAsync(bench, options.GetValue(_repeats), ct);
        var slowest = await SlowOnesAsync(bench, ct);
        await watch.CancelAsync();
        var growth = (await most) - before.ResidentMiB;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"before the bodies: {before}; at most {growth:0.0} MiB more; then {bench.Process.Figures}"));

        var (isSoon, areErrors) = await SmallOnesAsync(bench, options.GetValue(_measured), ct);
        return Goals.Report(
            ("every body refused with its status", isRefused),
            (string.Create(CultureInfo.InvariantCulture, $"{SlowOnes} slow bodies refused with 408 when their time of {BodyTimeout.TotalSeconds} s is over: {slowest?.TotalSeconds:0.0} s"), slowest is { } took && took <= BodyTimeout + TimeSpan.FromSeconds(2)),
            (string.Create(CultureInfo.InvariantCulture, $"memory: {growth:0.0} MiB more while they came, at most {options.GetValue(_growth)}"), growth <= options.GetValue(_growth)),
            ("every malformed request refused with errors", areErrors),
            (string.Create(CultureInfo.InvariantCulture, $"each within {Soon.TotalMilliseconds:0} ms, median and p99"), isSoon),
            ("no upstream call", bench.Sandbox.Calls.Count == 0));
    }

    private static async Task<bool> BodiesAsync(LoadHarness bench, int repeats, CancellationToken ct)
    {
        var isRight = true;
        foreach (var attack in HostileRequests.Bodies)
        {
            var statuses = new List<int>();
            for (var turn = 0; turn < repeats; turn++)
                statuses.AddRange(await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(number => attack.RunAsync(bench.Server, number, ct))));
            isRight &= statuses.TrueForAll(attack.Statuses.Contains);
            Console.WriteLine($"{attack.Name}: {Told(statuses)}; {bench.Process.Figures.ResidentMiB:0.0} MiB");
        }

        return isRight;
    }

    private static string Told(IEnumerable<int> statuses) =>
        string.Join(", ", statuses.CountBy(status => status).Select(status => $"{status.Value} x {(status.Key == 0 ? "closed" : status.Key.ToString(CultureInfo.InvariantCulture))}"));

    // The time after which the last of them was refused; null where one was not.
    private static async Task<TimeSpan?> SlowOnesAsync(LoadHarness bench, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var statuses = await Task.WhenAll(Enumerable.Range(0, SlowOnes).Select(number => HostileRequests.Slow.RunAsync(bench.Server, number, ct)));
        Console.WriteLine($"{HostileRequests.Slow.Name}: {Told(statuses)}");
        return statuses.All(HostileRequests.Slow.Statuses.Contains) ? clock.Elapsed : null;
    }

    private static async Task<(bool IsSoon, bool AreErrors)> SmallOnesAsync(LoadHarness bench, int times, CancellationToken ct)
    {
        var (isSoon, areErrors) = (true, true);
        using var connection = await RawConnection.OpenAsync(bench.Server, 0, ct);
        foreach (var (name, bytes) in HostileRequests.Small)
        {
            var taken = new List<TimeSpan>();
            for (var turn = -WarmUps; turn < times; turn++)
            {
                HostileRequests.Renew(bytes, turn + WarmUps);
                var start = Stopwatch.GetTimestamp();
                var answer = await connection.AskAsync(bytes, ct);
                if (turn >= 0)
                    taken.Add(Stopwatch.GetElapsedTime(start));
                if (answer is not { Status: 200 or 400, IsWhole: true } || answer.Body.Span.IndexOf("\"errors\":"u8) < 0)
                {
                    areErrors = false;
                    Console.WriteLine($"{name}: answered {answer.Status}");
                    return (isSoon, areErrors);
                }
            }

            var timings = new Timings(taken);
            isSoon &= timings.P99 <= Soon;
            Console.WriteLine($"{name} ({bytes.Length / 1024} KiB): {timings}");
        }

        return (isSoon, areErrors);
    }

    private static async Task<double> MostAsync(LoadHarness bench, CancellationToken ct)
    {
        var most = 0.0;
        while (!ct.IsCancellationRequested)
        {
            most = Math.Max(most, bench.Process.Figures.ResidentMiB);
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }

        return most;
    }
}

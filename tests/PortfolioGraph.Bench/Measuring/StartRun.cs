using System.Globalization;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Starts each server several times, in turns, and measures the time from the start of its process to its first right response.</summary>
internal sealed class StartRun(BenchSettings settings, Cores cores, Checks checks)
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "start";

    private const string Title = "Start: from the start of the process to the first right response";
    private static readonly Scenario Scenario = Scenario.All[0];

    /// <summary>Runs the scenario and returns its table.</summary>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        await using var upstream = await UpstreamProcess.StartAsync(TimeSpan.Zero, cores.Others, ct);
        var body = RequestBody.Get(Scenario, RequestBody.RandomAddresses(new Random(), Scenario.WalletsPerRequest));
        var expected = (await MeasureAsync(BenchServer.Floor, upstream, body, ct)).Response;

        var servers = settings.Servers.Where(Scenario.Includes).ToList();
        var starts = servers.ToDictionary(server => server, _ => new List<(double Seconds, double MiB)>());
        for (var repetition = 0; repetition < settings.Starts; repetition++)
        {
            foreach (var server in servers)
            {
                var (response, seconds, memory) = await MeasureAsync(server, upstream, body, ct);
                checks.Add($"{Name}, {server.Name}, the first response", JsonComparer.Compare(expected, response));
                starts[server].Add((seconds, memory));
            }
        }

        return Format([.. servers.Select(server => (server.Name, starts[server]))]);
    }

    private async Task<(string Response, double Seconds, double MiB)> MeasureAsync(BenchServer server, UpstreamProcess upstream, string body, CancellationToken ct)
    {
        await using var running = RunningServer.Start(server, upstream, cores.Server, countsAllocations: false);
        var (response, time) = await running.GetFirstResponseAsync(body, ct);
        return (response, time.TotalSeconds, running.Process.ResidentMiB);
    }

    private static string Format(IEnumerable<(string Server, List<(double Seconds, double MiB)> Starts)> results)
    {
        var rows = new List<IReadOnlyList<string>> { (string[])["server", "median s", "fastest s", "slowest s", "MiB then"] };
        foreach (var (server, starts) in results)
        {
            var seconds = starts.ConvertAll(static start => start.Seconds);
            rows.Add([server, Text(Measurement.Median(seconds)), Text(seconds.Min()), Text(seconds.Max()), Measurement.Median(starts.Select(static start => start.MiB)).ToString("0", CultureInfo.InvariantCulture)]);
        }

        return $"### {Title}\n\n{ResultTable.Format(rows)}";
    }

    private static string Text(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);
}

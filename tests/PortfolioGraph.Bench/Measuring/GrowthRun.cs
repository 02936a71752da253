using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Measures how the cost of a request grows with the number of its items: sequential requests, all cold.</summary>
internal sealed class GrowthRun(BenchSettings settings, Cores cores, Checks checks)
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "growth";

    private const int MinRequests = 2;
    private const double KiB = 1024;

    private readonly Random _random = new();

    /// <summary>Runs the scenario on our server.</summary>
    public async Task<IReadOnlyList<(GrowthSeries Series, IReadOnlyList<GrowthPoint> Points)>> RunAsync(CancellationToken ct)
    {
        await using var upstream = await UpstreamProcess.StartAsync(TimeSpan.Zero, cores.Others, ct);
        await using var server = RunningServer.Start(settings.Servers.First(static server => server.IsOurs), upstream, cores.Server, countsAllocations: true);
        await server.GetFirstResponseAsync(GrowthSeries.All[0].GetBody(1, _random), ct);
        var results = new List<(GrowthSeries, IReadOnlyList<GrowthPoint>)>();
        foreach (var series in GrowthSeries.All)
        {
            // The largest size first, so that the code is compiled when the smaller ones are measured.
            await MeasureAsync(server, series, series.Sizes[^1], settings.WarmUp / series.Sizes.Count, ct);
            var points = new List<GrowthPoint>();
            foreach (var size in series.Sizes)
                points.Add(await MeasureAsync(server, series, size, settings.Duration / 2, ct));
            results.Add((series, points));
        }

        return results;
    }

    /// <summary>Formats the results as a table.</summary>
    public static string Format(IReadOnlyList<(GrowthSeries Series, IReadOnlyList<GrowthPoint> Points)> results)
    {
        var rows = new List<IReadOnlyList<string>> { (string[])["items of one request", "number", "CPU µs/item", "KiB allocated/item"] };
        foreach (var (series, points) in results)
        {
            rows.AddRange(points.Select(point => (string[])[
                series.Name,
                point.Items.ToString("#,##0", CultureInfo.InvariantCulture),
                point.CpuMicroseconds.ToString("#,##0.0", CultureInfo.InvariantCulture),
                point.AllocatedKiB.ToString("#,##0.0", CultureInfo.InvariantCulture),
            ]));
        }

        return $"### Growth: the cost of an item in requests with more and more items, cold\n\n{ResultTable.Format(rows)}";
    }

    private async Task<GrowthPoint> MeasureAsync(RunningServer server, GrowthSeries series, int size, TimeSpan duration, CancellationToken ct)
    {
        var (cpu, allocated) = (server.Process.CpuTime, await server.GetAllocatedBytesAsync(ct));
        var clock = Stopwatch.StartNew();
        var requests = 0;
        string? failure = null;
        while (requests < MinRequests || clock.Elapsed < duration)
        {
            var response = await server.SendAsync(series.GetBody(size, _random), ct);
            failure ??= series.Check(response, size);
            requests++;
        }

        checks.Add(string.Create(CultureInfo.InvariantCulture, $"{Name}, {series.Name}, responses with {size} items"), failure);
        var items = (double)requests * size;
        cpu = server.Process.CpuTime - cpu;
        allocated = await server.GetAllocatedBytesAsync(ct) - allocated;
        return new GrowthPoint(size, cpu.TotalMicroseconds / items, allocated!.Value / KiB / items);
    }
}

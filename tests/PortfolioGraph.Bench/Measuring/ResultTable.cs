using System.Globalization;
using System.Text;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>A table in Markdown, with aligned columns.</summary>
internal static class ResultTable
{
    // The servers to which the others are compared.
    private static readonly string[] References = ["floor", "mercurius", "graphql-dotnet", "yoga", "yoga-cache"];

    /// <summary>Formats the figures of a scenario. The last columns are ratios of the CPU time to that of other servers; below 1 is better than they are.</summary>
    public static string Format(Scenario scenario, IReadOnlyList<(string Server, Measurement Figures)> results)
    {
        var references = References.Where(reference => results.Any(result => result.Server == reference)).ToList();
        var comparesTimes = scenario.Delay > TimeSpan.Zero;
        var rows = new List<IReadOnlyList<string>>
        {
            (string[])["server", "CPU ms/request", "requests/s", "requests/s of CPU", "p50 ms", "p99 ms", "KiB allocated", "KiB sent", "MiB", "calls/request", .. references.Select(reference => $"{(comparesTimes ? "p50" : "CPU")} : {reference}")],
        };
        foreach (var (server, figures) in results)
        {
            rows.Add(
            [
                server,
                Text(figures.CpuMilliseconds, "0.0000"),
                Text(figures.RequestsPerSecond, "#,##0"),
                Text(1000 / figures.CpuMilliseconds, "#,##0"),
                Text(figures.P50, "0.00"),
                Text(figures.P99, "0.00"),
                figures.AllocatedKiB is { } allocated ? Text(allocated, "0.0") : "",
                Text(figures.ResponseKiB, "0.0"),
                Text(figures.ResidentMiB, "0"),
                Text(figures.CallsPerRequest, "0.00"),
                .. references.Select(reference => Text(GetMain(figures) / GetMain(results.First(result => result.Server == reference).Figures), "0.00")),
            ]);
        }

        return $"### {scenario.Title}\n\n{Format(rows)}";

        double GetMain(Measurement figures) => comparesTimes ? figures.P50 : figures.CpuMilliseconds;
    }

    /// <summary>Formats rows, of which the first is the header. All columns but the first are aligned to the right.</summary>
    public static string Format(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder();
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = rows[row].Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
            if (row == 0)
                text.Append("| ").AppendJoin(" | ", widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":")).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace PortfolioGraph.Bench.Processes;

/// <summary>The cores of a run: one for the measured server, the others for the upstream, the clients and this program.</summary>
/// <param name="Server">The core of the measured server, as <c>taskset</c> expects it.</param>
/// <param name="Others">The other cores, or the same core if there is only one.</param>
internal sealed record Cores(string Server, string Others)
{
    /// <summary>Reads the cores that this process may use.</summary>
    public static Cores Read()
    {
        const string prefix = "Cpus_allowed_list:";
        var list = File.ReadLines("/proc/self/status").First(line => line.StartsWith(prefix, StringComparison.Ordinal))[prefix.Length..];
        var cores = list.Split(',', StringSplitOptions.TrimEntries).SelectMany(ParseRange).ToList();
        return new Cores(Join(cores[^1..]), Join(cores.Count > 1 ? cores[..^1] : cores));
    }

    private static string Join(IEnumerable<int> cores) => string.Join(',', cores.Select(static core => core.ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<int> ParseRange(string range)
    {
        var ends = range.Split('-').Select(static end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}

using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Telemetry;

/// <summary>The metrics that the dashboard, the alerts and the files for Kubernetes use, by the names that Prometheus gives them.</summary>
internal static partial class DeployedMetrics
{
    /// <summary>Returns the names that the files in <c>deploy</c> use, with the files.</summary>
    public static IReadOnlyList<(string File, string Name)> ReadUsed() =>
    [
        .. Directory.GetFiles(RepositoryRoot.Combine("deploy"), "*", SearchOption.AllDirectories)
            .SelectMany(static file => NamePattern().Matches(File.ReadAllText(file)).Select(match => (Path.GetFileName(file), match.Value))).Distinct(),
    ];

    /// <summary>Returns the labels that the files in <c>deploy</c> select or group by.</summary>
    public static IReadOnlyList<string> ReadUsedLabels() =>
    [
        .. Directory.GetFiles(RepositoryRoot.Combine("deploy"), "*", SearchOption.AllDirectories)
            .SelectMany(static file => LabelPattern().Matches(File.ReadAllText(file)).SelectMany(static match => match.Groups["label"].Captures.Select(static label => label.Value))).Distinct(),
    ];

    /// <summary>Returns the names under which Prometheus has an instrument: with its unit, and with the suffix of its kind.</summary>
    public static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var unit = instrument.Unit == "s" ? "_seconds" : "";
        var name = instrument.Name.Replace('.', '_') + unit;
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Histogram<>) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"]
            : kind == typeof(Counter<>) ? [$"{name}_total"]
            : [name];
    }

    /// <summary>Returns the names of the samples of a scrape.</summary>
    public static IReadOnlySet<string> ReadScraped(string scrape) => scrape.Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split('{', ' ')[0]).ToHashSet();

    [GeneratedRegex(@"\b(portfoliograph|http_server|dotnet|kestrel|aspnetcore)_[a-z_]+\b")]
    private static partial Regex NamePattern();

    [GeneratedRegex("""(?:\bby \((?<label>\w+)(?:, (?<label>\w+))*\)|\{(?:(?<label>\w+)=~?\\?"[^"]*"(?:,|(?=\})))+\})""")]
    private static partial Regex LabelPattern();
}

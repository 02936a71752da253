using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Builds <c>extensions.upstream</c> of a response, which reports the upstream calls of the operation and the remaining call budget.</summary>
/// <param name="budget">The call budget of this process.</param>
/// <param name="configuration">The configuration, which says whether the sandbox serves the data.</param>
internal sealed class UpstreamReport(ICallBudgetView budget, IConfiguration configuration)
{
    /// <summary>The setting that this server sets itself when it has started the sandbox.</summary>
    public const string SandboxSetting = "Sandbox:IsServing";

    /// <summary>Whether the sandbox of this process serves the data.</summary>
    public bool IsSandbox { get; } = ReadIsSandbox(configuration);

    /// <summary>Returns whether the sandbox of this process serves the data.</summary>
    /// <param name="configuration">The configuration, after the sandbox was started.</param>
    public static bool ReadIsSandbox(IConfiguration configuration) => configuration.GetValue<bool>(SandboxSetting);

    /// <summary>Returns the report on the operation of the current asynchronous flow.</summary>
    public IReadOnlyDictionary<string, object?> Read()
    {
        var usage = UpstreamUsageRecorder.Read();
        var current = budget.Current;
        return new Dictionary<string, object?>
        {
            ["calls"] = usage.Calls,
            ["cached"] = usage.Cached,
            ["joined"] = usage.Coalesced,
            ["stale"] = usage.Stale.Select(s => new Dictionary<string, object?> { ["path"] = s.Path, ["asOf"] = Format(s.AsOf) }).ToArray(),
            ["sandbox"] = IsSandbox,
            ["budget"] = new Dictionary<string, object?>
            {
                ["limit"] = current.LimitPerSecond,
                ["remaining"] = current.Remaining,
                ["resetAt"] = Format(current.ResetAt),
            },
        };
    }

    private static string? Format(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

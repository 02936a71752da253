using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>What every answer tells under <c>extensions.upstream</c>: the calls it took and what is left of the call budget.</summary>
/// <param name="budget">The call budget of this process.</param>
/// <param name="configuration">Says whether the data is invented.</param>
internal sealed class UpstreamReport(ICallBudgetView budget, IConfiguration configuration)
{
    /// <summary>Set by this server itself where it started the sandbox.</summary>
    public const string SandboxSetting = "Sandbox:IsServing";

    private readonly bool _isSandbox = configuration.GetValue<bool>(SandboxSetting);

    /// <summary>The report on the operation of the current asynchronous flow.</summary>
    public IReadOnlyDictionary<string, object?> Read()
    {
        var usage = UpstreamUsageRecorder.Read();
        var current = budget.Current;
        return new Dictionary<string, object?>
        {
            ["calls"] = usage.Calls,
            ["cached"] = usage.Cached,
            ["joined"] = usage.Coalesced,
            ["stale"] = usage.Stale.Select(s => new Dictionary<string, object?> { ["path"] = s.Path, ["asOf"] = Text(s.AsOf) }).ToArray(),
            ["sandbox"] = _isSandbox,
            ["budget"] = new Dictionary<string, object?>
            {
                ["limit"] = current.LimitPerSecond,
                ["remaining"] = current.Remaining,
                ["resetAt"] = Text(current.ResetAt),
            },
        };
    }

    private static string? Text(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>Rejects settings that cannot work. Each error says how to fix the setting.</summary>
internal sealed class WatchOptionsValidator : IValidateOptions<WatchOptions>
{
    public ValidateOptionsResult Validate(string? name, WatchOptions options)
    {
        var checks = new SettingChecks(WatchOptions.Section);
        checks.CheckDuration(nameof(options.Interval), options.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        checks.CheckRange(nameof(options.MaxPortfolios), options.MaxPortfolios, 1, 10_000);
        return checks.Result;
    }
}

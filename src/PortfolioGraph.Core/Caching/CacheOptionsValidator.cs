using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>Rejects settings that cannot work. Each error says how to fix the setting.</summary>
internal sealed class CacheOptionsValidator : IValidateOptions<CacheOptions>
{
    private const long MinBytes = 1024L * 1024;
    private const long MaxBytes = 64L * 1024 * 1024 * 1024;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, CacheOptions options)
    {
        var checks = new SettingChecks(CacheOptions.Section);
        checks.CheckDuration(nameof(options.TimeToLive), options.TimeToLive, TimeSpan.Zero, Hour);
        checks.CheckDuration(nameof(options.CatalogTimeToLive), options.CatalogTimeToLive, TimeSpan.Zero, Day);
        checks.CheckDuration(nameof(options.StaleIfError), options.StaleIfError, TimeSpan.Zero, Day);
        checks.CheckDuration(nameof(options.SoftTimeout), options.SoftTimeout, TimeSpan.Zero, Minute);
        checks.CheckDuration(nameof(options.MinRefreshAge), options.MinRefreshAge, TimeSpan.Zero, Hour);
        checks.CheckRange(nameof(options.MaxBytes), options.MaxBytes, MinBytes, MaxBytes, "The limits are 1 MiB and 64 GiB.");
        return checks.Result;
    }
}

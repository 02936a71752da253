using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>Refuses settings that cannot work and says how to mend them.</summary>
internal sealed class CacheOptionsValidator : IValidateOptions<CacheOptions>
{
    // Not data annotations: their messages name neither the environment variable nor the unit.

    private const long LeastBytes = 1024L * 1024;
    private const long MostBytes = 64L * 1024 * 1024 * 1024;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, CacheOptions options)
    {
        List<string> findings = [];
        CheckDuration(nameof(options.TimeToLive), options.TimeToLive, Hour);
        CheckDuration(nameof(options.CatalogTimeToLive), options.CatalogTimeToLive, Day);
        CheckDuration(nameof(options.StaleIfError), options.StaleIfError, Day);
        CheckDuration(nameof(options.SoftTimeout), options.SoftTimeout, Minute);
        CheckDuration(nameof(options.MinRefreshAge), options.MinRefreshAge, Hour);
        if (options.MaxBytes is < LeastBytes or > MostBytes)
            findings.Add(Finding(nameof(options.MaxBytes), $"is {options.MaxBytes} but must be from {LeastBytes} (1 MiB) to {MostBytes} (64 GiB)"));

        return findings.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(findings);

        void CheckDuration(string setting, TimeSpan value, TimeSpan most)
        {
            if (value < TimeSpan.Zero || value > most)
                findings.Add(Finding(setting, $"is {value:c} but must be from 00:00:00 to {most:c}; one minute is written 00:01:00"));
        }
    }

    private static string Finding(string setting, string what) =>
        string.Create(null, $"{CacheOptions.Section}:{setting} (environment {CacheOptions.Section}__{setting}) {what}.");
}

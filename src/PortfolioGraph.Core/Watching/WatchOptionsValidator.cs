using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>Refuses settings that cannot work and says how to mend them.</summary>
internal sealed class WatchOptionsValidator : IValidateOptions<WatchOptions>
{
    // Not data annotations: their messages name neither the environment variable nor the unit.

    private const int MostPortfolios = 10_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, WatchOptions options)
    {
        List<string> findings = [];
        if (options.Interval < Second || options.Interval > Hour)
            findings.Add(Finding(nameof(options.Interval), $"is {options.Interval:c} but must be from {Second:c} to {Hour:c}; one minute is written 00:01:00"));
        if (options.MaxPortfolios is < 1 or > MostPortfolios)
            findings.Add(Finding(nameof(options.MaxPortfolios), $"is {options.MaxPortfolios} but must be from 1 to {MostPortfolios}"));

        return findings.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(findings);
    }

    private static string Finding(string setting, string what) =>
        string.Create(null, $"{WatchOptions.Section}:{setting} (environment {WatchOptions.Section}__{setting}) {what}.");
}

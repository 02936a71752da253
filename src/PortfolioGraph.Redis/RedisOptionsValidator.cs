using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>Rejects settings that cannot work. Messages never repeat the configuration, which may contain a password.</summary>
internal sealed partial class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var checks = new SettingChecks(RedisOptions.Section);
        if (!string.IsNullOrEmpty(options.Configuration) && !IsConfiguration(options.Configuration))
        {
            checks.AddError(
                nameof(options.Configuration),
                "is not a configuration of StackExchange.Redis",
                "Write the server's address and its options, separated by commas, such as redis:6379,password=...,ssl=true.");
        }

        checks.CheckRange(nameof(options.FallbackShare), options.FallbackShare ?? 1, 0.001, 1);
        checks.CheckDuration(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(5));
        if (!KeyPrefix().IsMatch(options.KeyPrefix))
            checks.AddError(nameof(options.KeyPrefix), "must have 1 to 64 letters, digits, dashes, dots and colons");
        return checks.Result;
    }

    private static bool IsConfiguration(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text, ignoreUnknown: false).EndPoints.Count > 0;
        }
        catch (Exception invalid) when (invalid is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9.:-]{1,64}$")]
    private static partial Regex KeyPrefix();
}

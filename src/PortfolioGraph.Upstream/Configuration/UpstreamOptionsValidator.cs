using System.Globalization;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Upstream.Configuration;

/// <summary>Refuses settings that cannot work or that would endanger the key, and says how to mend them.</summary>
internal sealed class UpstreamOptionsValidator : IValidateOptions<UpstreamOptions>
{
    // Not data annotations: their messages name neither the environment variable nor the unit.

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, UpstreamOptions options)
    {
        List<string?> findings =
        [
            CheckBaseUrl(options.BaseUrl),
            CheckApiKey(options.ApiKey),
            CheckRange(nameof(options.CallsPerSecond), options.CallsPerSecond ?? 0, 0m, 1000m),
            CheckRange(nameof(options.RateLimitMargin), options.RateLimitMargin, 0m, 1m),
            CheckRange(nameof(options.Burst), options.Burst, 1, 1000),
            CheckRange(nameof(options.MaxAddressesPerCall), options.MaxAddressesPerCall, 1, 100),
            CheckDuration(nameof(options.Timeout), options.Timeout, Second, TenMinutes),
            CheckDuration(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(100), TenMinutes),
            CheckDuration(nameof(options.QueueTimeout), options.QueueTimeout, TimeSpan.Zero, TenMinutes),
            CheckDuration(nameof(options.MaxRetryAfter), options.MaxRetryAfter, Second, TimeSpan.FromDays(1)),
            CheckRange(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1024, 256 * 1024 * 1024),
            CheckDuration(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            CheckRange(nameof(options.RetryRatio), options.RetryRatio, 0m, 1m),
            CheckRange(nameof(options.RetryBurst), options.RetryBurst, 0, 1000),
            CheckRange(nameof(options.BreakerMinimumThroughput), options.BreakerMinimumThroughput, 2, 1000),
            CheckDuration(nameof(options.BreakerSamplingDuration), options.BreakerSamplingDuration, Second, TenMinutes),
            CheckDuration(nameof(options.BreakDuration), options.BreakDuration, Second, TenMinutes),
        ];

        findings.RemoveAll(static finding => finding is null);
        return findings.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(findings!);
    }

    private static string? CheckBaseUrl(string? value)
    {
        const string setting = nameof(UpstreamOptions.BaseUrl);

        // The value is not repeated where it may hold a password.
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            return Finding(setting, "must be an absolute https address such as https://api.1inch.dev/portfolio/portfolio");
        if (address.UserInfo.Length > 0)
            return Finding(setting, "must not hold a user or password; the key belongs in Upstream:ApiKey");
        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            return Finding(setting, "must end with its path, without '?' or '#'");
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            return Finding(setting, "must use https: plain http is for loopback only, since the key would travel readable by all");
        return null;
    }

    private static string? CheckApiKey(string? value) =>
        value is null || value.All(static letter => letter is > ' ' and <= '~')
            ? null
            : Finding(nameof(UpstreamOptions.ApiKey), "holds a character that a bearer token cannot have (a space, a line break, a letter outside ASCII); write the key alone");

    private static string? CheckRange<T>(string setting, T value, T least, T most)
        where T : IComparable<T>, IFormattable =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : Finding(setting, $"is {Text(value)} but must be from {Text(least)} to {Text(most)}");

    private static string? CheckDuration(string setting, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most
            ? null
            : Finding(setting, $"is {value:c} but must be from {least:c} to {most:c}; thirty seconds are written 00:00:30");

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Finding(string setting, string what) =>
        $"{UpstreamOptions.Section}:{setting} (environment {UpstreamOptions.Section}__{setting}) {what}.";
}

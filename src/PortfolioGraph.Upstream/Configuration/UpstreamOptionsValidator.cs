using Microsoft.Extensions.Options;

namespace PortfolioGraph.Upstream.Configuration;

/// <summary>Rejects settings that cannot work or that would expose the key. Each error says how to fix the setting.</summary>
internal sealed class UpstreamOptionsValidator : IValidateOptions<UpstreamOptions>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, UpstreamOptions options)
    {
        var checks = new SettingChecks(UpstreamOptions.Section);
        CheckBaseUrl(checks, options.BaseUrl);
        CheckApiKey(checks, options.ApiKey);
        checks.CheckRange(nameof(options.CallsPerSecond), options.CallsPerSecond ?? 0, 0m, 1000m);
        checks.CheckRange(nameof(options.RateLimitMargin), options.RateLimitMargin, 0m, 1m);
        checks.CheckRange(nameof(options.Burst), options.Burst, 1, 1000);
        checks.CheckRange(nameof(options.MaxAddressesPerCall), options.MaxAddressesPerCall, 1, 100);
        checks.CheckDuration(nameof(options.CoalescingWindow), options.CoalescingWindow, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        checks.CheckDuration(nameof(options.Timeout), options.Timeout, Second, TenMinutes);
        checks.CheckDuration(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(100), TenMinutes);
        checks.CheckDuration(nameof(options.QueueTimeout), options.QueueTimeout, TimeSpan.Zero, TenMinutes);
        checks.CheckDuration(nameof(options.MaxRetryAfter), options.MaxRetryAfter, Second, TimeSpan.FromDays(1));
        checks.CheckRange(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1024, 256 * 1024 * 1024);
        checks.CheckDuration(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        checks.CheckRange(nameof(options.RetryRatio), options.RetryRatio, 0m, 1m);
        checks.CheckRange(nameof(options.RetryBurst), options.RetryBurst, 0, 1000);
        checks.CheckRange(nameof(options.BreakerMinimumThroughput), options.BreakerMinimumThroughput, 2, 1000);
        checks.CheckDuration(nameof(options.BreakerSamplingDuration), options.BreakerSamplingDuration, Second, TenMinutes);
        checks.CheckDuration(nameof(options.BreakDuration), options.BreakDuration, Second, TenMinutes);
        return checks.Result;
    }

    private static void CheckBaseUrl(SettingChecks checks, string? value)
    {
        const string setting = nameof(UpstreamOptions.BaseUrl);

        // The messages do not repeat the value, because it may contain a password.
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            checks.AddError(setting, "must be an absolute https address such as https://api.1inch.dev/portfolio/portfolio");
        else if (address.UserInfo.Length > 0)
            checks.AddError(setting, "must not contain a user or password", "Set the key in Upstream:ApiKey.");
        else if (address.Query.Length > 0 || address.Fragment.Length > 0)
            checks.AddError(setting, "must end with its path, without '?' or '#'");
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
            checks.AddError(setting, "must use https", "Plain http is only allowed for loopback, because it would expose the key.");
    }

    private static void CheckApiKey(SettingChecks checks, string? value)
    {
        if (value is not null && !value.All(static letter => letter is > ' ' and <= '~'))
        {
            checks.AddError(
                nameof(UpstreamOptions.ApiKey), "contains a character that is not valid in a bearer token, such as a space, a line break or a letter outside ASCII", "Set only the key itself.");
        }
    }
}

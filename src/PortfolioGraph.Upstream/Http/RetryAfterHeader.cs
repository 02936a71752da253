using System.Globalization;

namespace PortfolioGraph.Upstream.Http;

internal static class RetryAfterHeader
{
    // Not RetryConditionHeaderValue: it rejects numbers beyond an int, which mean a long wait all the same.

    // Longer than anyone waits; only keeps the sum of moments within the calendar.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(365);

    /// <summary>How long the answer asks to wait, from seconds or a date (RFC 9110, section 10.2.3).</summary>
    /// <returns>Null when the header is absent, unreadable or names no time to come.</returns>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values))
            return null;

        var text = values.ToString().Trim();
        var wait = TimeSpan.Zero;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            wait = seconds < MaxWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : MaxWait;
        else if (response.Headers.RetryAfter?.Date is { } date)
            wait = date - now;

        return wait > TimeSpan.Zero ? wait : null;
    }
}

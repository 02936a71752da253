using System.Globalization;

namespace PortfolioGraph.Upstream.Http;

internal static class RetryAfterHeader
{
    // Not RetryConditionHeaderValue: it rejects numbers beyond an int, but they mean a long wait too.

    // Longer than any useful wait. The limit avoids overflows of DateTimeOffset.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(365);

    /// <summary>Reads the wait of a response, which is given in seconds or as a date (RFC 9110, section 10.2.3).</summary>
    /// <returns>The wait. Null if the header is absent, invalid or not in the future.</returns>
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

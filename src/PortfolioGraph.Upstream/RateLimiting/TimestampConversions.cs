namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>Converts between durations and differences of <see cref="TimeProvider.GetTimestamp"/>.</summary>
internal static class TimestampConversions
{
    /// <summary>Returns the duration as a difference of timestamps, rounded up.</summary>
    public static long ToTicks(this TimeProvider time, TimeSpan duration) => (long)Math.Ceiling(duration.TotalSeconds * time.TimestampFrequency);

    /// <summary>
    /// Returns a difference of timestamps in whole milliseconds, rounded up. Timers have no finer resolution, and a timer that fires early would have to be set again. Zero if the
    /// difference is negative.
    /// </summary>
    public static TimeSpan ToDelay(this TimeProvider time, long ticks) =>
        ticks <= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(time.GetElapsedTime(0, ticks).TotalMilliseconds));
}

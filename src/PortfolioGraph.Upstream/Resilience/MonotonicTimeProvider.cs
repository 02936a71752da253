namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// A clock whose UTC time advances with its timestamps. The circuit breaker compares UTC times, so if the wall clock were set back by an hour, an open breaker would stay
/// open for that hour.
/// </summary>
internal sealed class MonotonicTimeProvider(TimeProvider time) : TimeProvider
{
    private readonly DateTimeOffset _startDate = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _startDate + time.GetElapsedTime(_start);

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}

namespace PortfolioGraph.Redis;

/// <summary>
/// Follows the clock of Redis between readings. A reading was made between its request and its response, so it limits what the time can be. The clock moves only by what is
/// needed to stay within these limits. So it is as exact as the fastest reading, a slow one does not make it jump, and it follows at once if Redis' clock is set or another server takes over.
/// </summary>
/// <param name="time">The clock of this machine, of which timestamps are used only.</param>
internal sealed class RedisClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _milliseconds;
    private long _readAt = time.GetTimestamp();
    private bool _isRead;

    /// <summary>The current time of Redis' clock in milliseconds since 1970. It counts from 0 before the first reading.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
                return (long)At(time.GetTimestamp());
        }
    }

    /// <summary>Takes a reading whose response has just arrived.</summary>
    /// <param name="milliseconds">The time of Redis' clock in whole milliseconds since 1970, rounded down.</param>
    /// <param name="sentAt">The timestamp of the request.</param>
    public void Read(long milliseconds, long sentAt)
    {
        var receivedAt = time.GetTimestamp();
        var latest = milliseconds + 1 + time.GetElapsedTime(sentAt, receivedAt).TotalMilliseconds;
        lock (_gate)
        {
            _milliseconds = _isRead ? Math.Clamp(At(receivedAt), milliseconds, latest) : (milliseconds + latest) / 2;
            (_readAt, _isRead) = (receivedAt, true);
        }
    }

    private double At(long timestamp) => _milliseconds + time.GetElapsedTime(_readAt, timestamp).TotalMilliseconds;
}

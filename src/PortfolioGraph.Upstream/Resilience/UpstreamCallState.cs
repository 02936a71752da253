using Polly;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>What the strategies of one call tell each other.</summary>
internal class UpstreamCallState(TimeProvider time, TimeSpan timeout, CallPermit? acquiredPermit)
{
    private static readonly ResiliencePropertyKey<UpstreamCallState> Key = new(nameof(UpstreamCallState));
    private static readonly TimeSpan MinAttemptTime = TimeSpan.FromSeconds(1);
    // Waiting for a permit is part of the call, also when it was waited for before.
    private readonly long _start = acquiredPermit?.RequestedAt ?? time.GetTimestamp();

    /// <summary>The permit that was acquired before the call; null if the call has to request one.</summary>
    public CallPermit? AcquiredPermit => acquiredPermit;

    /// <summary>Attempts that left for the network.</summary>
    public int Calls { get; set; }

    /// <summary>The permit that the attempt under way has used; null before the first.</summary>
    public CallPermit? Permit { get; set; }

    /// <summary>
    /// What to report if the deadline ends the call now: null before the first attempt, a time-out while an attempt is under way, its failure after it.
    /// </summary>
    public UpstreamFailure? LastFailure { get; set; }

    /// <summary>What is left of the deadline.</summary>
    public TimeSpan TimeLeft => timeout - time.GetElapsedTime(_start);

    /// <summary>
    /// Since when the queueTimeout for a permit is to count, by <see cref="TimeProvider.GetTimestamp"/>: one that came later would leave no time for an attempt.
    /// </summary>
    /// <param name="queueTimeout">How long anybody waits for a permit.</param>
    public long QueuedSince(TimeSpan queueTimeout)
    {
        var spent = queueTimeout - (TimeLeft - MinAttemptTime);
        return time.GetTimestamp() - (spent > TimeSpan.Zero ? (long)(spent.TotalSeconds * time.TimestampFrequency) : 0);
    }

    public static UpstreamCallState Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public void AttachTo(ResilienceContext context) => context.Properties.Set(Key, this);
}

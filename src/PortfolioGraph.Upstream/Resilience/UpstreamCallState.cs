using Polly;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>The state that the strategies of one call share.</summary>
internal abstract class UpstreamCallState(TimeProvider time, TimeSpan timeout, CallPermit? acquiredPermit)
{
    private static readonly ResiliencePropertyKey<UpstreamCallState> Key = new(nameof(UpstreamCallState));
    private static readonly TimeSpan MinAttemptTime = TimeSpan.FromSeconds(1);
    // The wait for a permit is part of the call, even if the permit was acquired before the call.
    private readonly long _start = acquiredPermit?.RequestedAt ?? time.GetTimestamp();

    /// <summary>The permit that was acquired before the call. Null if the call has to request one.</summary>
    public CallPermit? AcquiredPermit => acquiredPermit;

    /// <summary>The number of attempts that were sent.</summary>
    public int Calls { get; set; }

    /// <summary>The permit that the current attempt has used. Null before the first attempt.</summary>
    public CallPermit? Permit { get; set; }

    /// <summary>
    /// The failure to report if the deadline ends the call now. Null before the first attempt, a timeout during an attempt, and the failure of the last attempt after it.
    /// </summary>
    public UpstreamFailure? LastFailure { get; set; }

    /// <summary>The remaining time until the deadline.</summary>
    public TimeSpan TimeLeft => timeout - time.GetElapsedTime(_start);

    /// <summary>
    /// Returns the start of the wait for the next permit, a <see cref="TimeProvider.GetTimestamp"/>. It is in the past if a permit at the end of the queue timeout would leave no
    /// time for an attempt.
    /// </summary>
    /// <param name="queueTimeout">The maximum wait for a permit.</param>
    public long QueuedSince(TimeSpan queueTimeout)
    {
        var spent = queueTimeout - (TimeLeft - MinAttemptTime);
        return time.GetTimestamp() - (spent > TimeSpan.Zero ? (long)(spent.TotalSeconds * time.TimestampFrequency) : 0);
    }

    /// <summary>Makes the next attempt.</summary>
    /// <param name="ct">Cancels the attempt.</param>
    public abstract ValueTask<Outcome<AttemptOutcome>> AttemptAsync(CancellationToken ct);

    public static UpstreamCallState Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public void AttachTo(ResilienceContext context) => context.Properties.Set(Key, this);
}

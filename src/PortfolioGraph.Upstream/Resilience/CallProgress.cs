using Polly;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>What the strategies of one call tell each other.</summary>
internal class CallProgress(TimeProvider time, TimeSpan timeout)
{
    private static readonly ResiliencePropertyKey<CallProgress> Key = new(nameof(CallProgress));
    // Waiting for a permit is part of the call, also when it was waited for before.
    private readonly long _start = CallFlow.Permit?.RequestedAt ?? time.GetTimestamp();

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

    public static CallProgress Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public void AttachTo(ResilienceContext context) => context.Properties.Set(Key, this);
}

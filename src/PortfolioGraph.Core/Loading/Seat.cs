using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Somebody's wait for a key. It arrives with null when its call ended without an answer for it.</summary>
internal sealed class Seat<TKey, TValue>(TKey key, CallOrigin origin)
    where TKey : notnull
    where TValue : notnull
{
    public TKey Key { get; } = key;

    /// <summary>On whose behalf.</summary>
    public CallOrigin Origin { get; } = origin;

    /// <summary>The operation that waits; null outside any.</summary>
    public UpstreamTally? Tally { get; } = UpstreamTally.Current;

    /// <summary>The flow that waits: a call made for it counts there.</summary>
    public ExecutionContext? Flow { get; } = ExecutionContext.Capture();

    /// <summary>The call that will answer.</summary>
    public DeskCall<TKey, TValue>? Call { get; set; }

    /// <summary>The key of that call whose answer holds this one's: itself, or a wider one.</summary>
    public TKey Given { get; set; } = key;

    // Whoever delivers does not run what others do with it.
    public TaskCompletionSource<Fetched<TValue>?> Arrival { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

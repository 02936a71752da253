using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Somebody's wait for a key. It arrives with null when its call ended without an answer for it.</summary>
/// <param name="key">What is waited for.</param>
/// <param name="caller">On whose behalf.</param>
/// <param name="waitingSince">Since when its operation waits, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="hasStaleFallback">Whether there is an answer to fall back to, so that nobody need wait for long.</param>
internal sealed class Waiter<TKey, TValue>(TKey key, CallerInfo caller, long waitingSince, bool hasStaleFallback)
    where TKey : notnull
    where TValue : notnull
{
    private Waiter(Waiter<TKey, TValue> original)
        : this(original.Key, original.Caller, original.WaitingSince, hasStaleFallback: true)
    {
        (Usage, CapturedContext, Call, CoveringKey, IsBackgroundRefresh) = (original.Usage, original.CapturedContext, original.Call, original.CoveringKey, true);
    }

    public TKey Key { get; } = key;

    /// <summary>On whose behalf.</summary>
    public CallerInfo Caller { get; } = caller;

    /// <summary>Since when its operation waits, by <see cref="TimeProvider.GetTimestamp"/>: its patience counts from there.</summary>
    public long WaitingSince => waitingSince;

    /// <inheritdoc cref="Waiter{TKey, TValue}" path="/param[@name='canBeLate']"/>
    public bool HasStaleFallback => hasStaleFallback;

    /// <summary>Whether who took it went away with an older answer: the call is made for those who come next.</summary>
    public bool IsBackgroundRefresh { get; }

    /// <summary>The operation that waits; null outside any.</summary>
    public UpstreamUsageRecorder? Usage { get; } = UpstreamUsageRecorder.Current;

    /// <summary>The flow that waits: a call made for it counts there.</summary>
    public ExecutionContext? CapturedContext { get; } = ExecutionContext.Capture();

    /// <summary>The call that will answer.</summary>
    public CoalescedCall<TKey, TValue>? Call { get; set; }

    /// <summary>The key of that call whose answer holds this one's: itself, or a wider one.</summary>
    public TKey CoveringKey { get; set; } = key;

    // Whoever delivers does not run what others do with it.
    public TaskCompletionSource<LoadResult<TValue>?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The seat for the cache that takes this one's place.</summary>
    public Waiter<TKey, TValue> ToBackgroundRefresh() => new(this);
}

using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>One load that waits for a key. It completes with null if its call ended without a result for the key.</summary>
/// <param name="key">The key.</param>
/// <param name="caller">The caller for which the waiter queues.</param>
/// <param name="waitingSince">When the operation's first load started, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="hasStaleFallback">Whether a stale value can be served instead, after a short wait.</param>
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

    public CallerInfo Caller { get; } = caller;

    /// <summary>When the operation's first load started, by <see cref="TimeProvider.GetTimestamp"/>. The queue timeout counts from this time.</summary>
    public long WaitingSince => waitingSince;

    /// <summary>Whether a stale value can be served instead, after a short wait.</summary>
    public bool HasStaleFallback => hasStaleFallback;

    /// <summary>Whether the original waiter was served a stale value, so that the call only refreshes the cache.</summary>
    public bool IsBackgroundRefresh { get; }

    /// <summary>The recorder of the operation that waits; null outside any operation.</summary>
    public UpstreamUsageRecorder? Usage { get; } = UpstreamUsageRecorder.Current;

    /// <summary>The execution context of the load; a call that runs in it counts for its operation.</summary>
    public ExecutionContext? CapturedContext { get; } = ExecutionContext.Capture();

    /// <summary>The call that will complete the waiter; null before planning and after completion.</summary>
    public CoalescedCall<TKey, TValue>? Call { get; set; }

    /// <summary>The key of that call whose value covers this waiter's key: the key itself, or a key of more facets or a greater subject.</summary>
    public TKey CoveringKey { get; set; } = key;

    // Continuations must not run under the lock or in the call's own flow.
    public TaskCompletionSource<LoadResult<TValue>?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns the waiter that keeps the call queued after this waiter was served a stale value.</summary>
    public Waiter<TKey, TValue> ToBackgroundRefresh() => new(this);
}

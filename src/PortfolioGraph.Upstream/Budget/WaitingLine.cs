namespace PortfolioGraph.Upstream.Budget;

/// <summary>
/// Who is served next. The budget asks nothing else of it, so another order (by priority, by client) is another line.
/// Used under the budget's lock only.
/// </summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Waiter> _waiters = new();

    public int Count => _waiters.Count;

    public void Join(Waiter waiter) => waiter.Place = _waiters.AddLast(waiter);

    /// <returns>False when the waiter was served or has left before.</returns>
    public bool Leave(Waiter waiter)
    {
        if (waiter.Place is not { } place)
            return false;

        _waiters.Remove(place);
        waiter.Place = null;
        return true;
    }

    public Waiter TakeNext()
    {
        var next = _waiters.First!.Value;
        Leave(next);
        return next;
    }
}

/// <summary>One caller in the line, with what ends its waiting.</summary>
internal sealed class Waiter
{
    // The budget completes waiters under its lock: their continuations must not run there.
    private readonly TaskCompletionSource<UpstreamFailure?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _leaving;
    private ITimer? _patience;

    public LinkedListNode<Waiter>? Place { get; set; }

    public Task<UpstreamFailure?> Outcome => _outcome.Task;

    public void Watch(ITimer patience, CancellationTokenRegistration leaving)
    {
        _patience = patience;
        _leaving = leaving;
        if (_outcome.Task.IsCompleted)
            Forget();
    }

    public void Grant()
    {
        _outcome.SetResult(null);
        Forget();
    }

    public void Refuse(UpstreamFailure failure)
    {
        _outcome.SetResult(failure);
        Forget();
    }

    public void Cancel(CancellationToken ct)
    {
        _outcome.SetCanceled(ct);
        Forget();
    }

    private void Forget()
    {
        _patience?.Dispose();
        // Not Dispose: it would wait for a callback that may itself be waiting for the budget's lock.
        _leaving.Unregister();
    }
}

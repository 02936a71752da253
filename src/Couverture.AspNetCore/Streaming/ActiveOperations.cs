namespace Couverture.AspNetCore.Streaming;

/// <summary>The operations that one connection has under way, each by the name that its client gave it.</summary>
/// <param name="limit">How many there may be.</param>
internal sealed class ActiveOperations(int limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ActiveOperation> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<ActiveOperation> _running = [];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    /// <summary>Begins an operation.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="operation">The operation, where it may begin; it must be disposed when nothing of it runs any more.</param>
    public Admission TryStart(string id, out ActiveOperation? operation)
    {
        operation = null;
        lock (_lock)
        {
            if (_isClosed)
                return Admission.Closed;
            if (_byId.ContainsKey(id))
                return Admission.DuplicateId;
            if (_running.Count >= limit)
                return Admission.LimitReached;
            operation = new ActiveOperation(this, id);
            _byId.Add(id, operation);
            _running.Add(operation);
            return Admission.Started;
        }
    }

    /// <summary>Ends an operation that its client does not want any more; one that there is not is no fault. Its name is free from now on.</summary>
    public void Cancel(string id)
    {
        ActiveOperation? operation;
        lock (_lock)
            _byId.Remove(id, out operation);
        operation?.Cancel();
    }

    /// <summary>Ends them all, admits no more, and waits until nothing runs.</summary>
    public Task CancelAllAsync()
    {
        ActiveOperation[] running;
        lock (_lock)
        {
            _isClosed = true;
            running = [.. _running];
            if (running.Length == 0)
                _completed.TrySetResult();
        }
        foreach (var operation in running)
            operation.Cancel();
        return _completed.Task;
    }

    internal void ReleaseId(ActiveOperation operation)
    {
        lock (_lock)
        {
            if (_byId.GetValueOrDefault(operation.Id) == operation)
                _byId.Remove(operation.Id);
        }
    }

    internal void Remove(ActiveOperation operation)
    {
        ReleaseId(operation);
        lock (_lock)
        {
            _running.Remove(operation);
            if (_isClosed && _running.Count == 0)
                _completed.TrySetResult();
        }
    }
}

/// <summary>Whether an operation may begin.</summary>
internal enum Admission
{
    Started,

    /// <summary>Another one of this name is under way.</summary>
    DuplicateId,

    /// <summary>The connection has as many as it may have.</summary>
    LimitReached,

    /// <summary>The connection has ended.</summary>
    Closed,
}

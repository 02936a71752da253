namespace Couverture.AspNetCore.Streaming;

/// <summary>The operations in flight on one connection, by client-supplied id.</summary>
/// <param name="limit">The maximum number of operations.</param>
internal sealed class ActiveOperations(int limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ActiveOperation> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<ActiveOperation> _running = [];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    /// <summary>Starts an operation.</summary>
    /// <param name="id">The id chosen by the client.</param>
    /// <param name="operation">The operation, which must be disposed when it has finished; null if it was not started.</param>
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

    /// <summary>Cancels an operation and frees its id. An unknown id is ignored.</summary>
    public void Cancel(string id)
    {
        ActiveOperation? operation;
        lock (_lock)
            _byId.Remove(id, out operation);
        operation?.Cancel();
    }

    /// <summary>Cancels all operations, rejects new ones, and completes when none is running.</summary>
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

/// <summary>The outcome of starting an operation.</summary>
internal enum Admission
{
    Started,

    /// <summary>An operation with the same id is in flight.</summary>
    DuplicateId,

    /// <summary>The connection has the maximum number of operations.</summary>
    LimitReached,

    /// <summary>The connection has ended.</summary>
    Closed,
}

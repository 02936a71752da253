namespace Couverture.AspNetCore.Streaming;

/// <summary>The operations that one connection has under way, each by the name that its client gave it.</summary>
/// <param name="limit">How many there may be.</param>
internal sealed class ActiveOperations(int limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ActiveOperation> _named = new(StringComparer.Ordinal);
    private readonly HashSet<ActiveOperation> _running = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    /// <summary>Begins an operation.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="operation">The operation, where it may begin; it must be disposed when nothing of it runs any more.</param>
    public Admission TryBegin(string id, out ActiveOperation? operation)
    {
        operation = null;
        lock (_gate)
        {
            if (_isClosed)
                return Admission.Closed;
            if (_named.ContainsKey(id))
                return Admission.NameTaken;
            if (_running.Count >= limit)
                return Admission.TooMany;
            operation = new ActiveOperation(this, id);
            _named.Add(id, operation);
            _running.Add(operation);
            return Admission.Begun;
        }
    }

    /// <summary>Ends an operation that its client does not want any more; one that there is not is no fault. Its name is free from now on.</summary>
    public void Cancel(string id)
    {
        ActiveOperation? operation;
        lock (_gate)
            _named.Remove(id, out operation);
        operation?.Cancel();
    }

    /// <summary>Ends them all, admits no more, and waits until nothing runs.</summary>
    public Task EndAsync()
    {
        ActiveOperation[] running;
        lock (_gate)
        {
            _isClosed = true;
            running = [.. _running];
            if (running.Length == 0)
                _ended.TrySetResult();
        }
        foreach (var operation in running)
            operation.Cancel();
        return _ended.Task;
    }

    internal void Release(ActiveOperation operation)
    {
        lock (_gate)
        {
            if (_named.GetValueOrDefault(operation.Id) == operation)
                _named.Remove(operation.Id);
        }
    }

    internal void Remove(ActiveOperation operation)
    {
        Release(operation);
        lock (_gate)
        {
            _running.Remove(operation);
            if (_isClosed && _running.Count == 0)
                _ended.TrySetResult();
        }
    }
}

/// <summary>Whether an operation may begin.</summary>
internal enum Admission
{
    Begun,

    /// <summary>Another one of this name is under way.</summary>
    NameTaken,

    /// <summary>The connection has as many as it may have.</summary>
    TooMany,

    /// <summary>The connection has ended.</summary>
    Closed,
}

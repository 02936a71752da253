namespace Couverture.AspNetCore.Streaming;

/// <summary>An operation in flight on a connection.</summary>
internal sealed class ActiveOperation : IDisposable
{
    private readonly ActiveOperations _operations;
    private readonly CancellationTokenSource _cancellation = new();

    internal ActiveOperation(ActiveOperations operations, string id) => (_operations, Id) = (operations, id);

    /// <summary>The id chosen by the client.</summary>
    public string Id { get; }

    /// <summary>Signals that the client cancelled the operation or the connection ended.</summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Frees the id. Call it before sending the completion to the client, which may then reuse the id.</summary>
    public void ReleaseId() => _operations.ReleaseId(this);

    /// <summary>
    /// Removes the finished operation from the connection. The token source is not disposed, because it holds no resources and may still be
    /// cancelled afterwards.
    /// </summary>
    public void Dispose() => _operations.Remove(this);

    // Callbacks run asynchronously, so that the connection continues reading.
    internal void Cancel() => _ = _cancellation.CancelAsync();
}

namespace Couverture.AspNetCore.Streaming;

/// <summary>One operation of a connection.</summary>
internal sealed class ActiveOperation : IDisposable
{
    private readonly ActiveOperations _operations;
    private readonly CancellationTokenSource _cancellation = new();

    internal ActiveOperation(ActiveOperations operations, string id) => (_operations, Id) = (operations, id);

    /// <summary>What the client calls it.</summary>
    public string Id { get; }

    /// <summary>The client, or the connection's end, does not want it any more.</summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Gives its name free, before the client is told that it is complete and may use it again.</summary>
    public void ReleaseId() => _operations.ReleaseId(this);

    /// <summary>Nothing of it runs any more. The source of its token holds nothing to be freed, and may still be cancelled by whoever comes late.</summary>
    public void Dispose() => _operations.Remove(this);

    // What hears of it runs on its own: the connection goes on reading.
    internal void Cancel() => _ = _cancellation.CancelAsync();
}

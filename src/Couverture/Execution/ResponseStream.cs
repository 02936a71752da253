namespace Couverture.Execution;

/// <summary>
/// The answer to one request, which may come in several results: the events of a subscription, or the parts of an operation that are
/// deferred or streamed. It is read once; disposing it, or its enumerator, ends what is still running.
/// </summary>
public sealed class ResponseStream : IAsyncEnumerable<OperationResult>, IAsyncDisposable
{
    private readonly IAsyncEnumerable<OperationResult> _results;
    private readonly IAsyncDisposable? _source;

    internal ResponseStream(OperationResult single) => (Single, _results) = (single, new[] { single }.ToAsyncEnumerable());

    internal ResponseStream(IAsyncEnumerable<OperationResult> results, IAsyncDisposable source) => (_results, _source) = (results, source);

    /// <summary>
    /// The answer where it is a single one: the request was refused, or nothing of it is deferred or streamed. Null where results follow
    /// each other: a subscription that has begun, or a result with parts to come.
    /// </summary>
    public OperationResult? Single { get; }

    /// <summary>
    /// Reads the results. A subscription gives one for each event and, where its source fails, a last one that has only the error.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">While reading: the client has left.</exception>
    public IAsyncEnumerator<OperationResult> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _results.GetAsyncEnumerator(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;
}

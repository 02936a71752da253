namespace Couverture.Execution;

/// <summary>
/// The answer to one request, which may come in several results: the events of a subscription, or the parts of an operation that are
/// deferred or streamed. It is read once; disposing it, or its enumerator, ends what is still running.
/// </summary>
public sealed class ResponseStream : IAsyncEnumerable<OperationResult>, IAsyncDisposable
{
    private readonly IAsyncEnumerable<OperationResult>? _results;
    private readonly Func<ValueTask>? _dispose;

    internal ResponseStream(OperationResult single) => Single = single;

    internal ResponseStream(IAsyncEnumerable<OperationResult> results, Func<ValueTask> dispose, bool isIncremental) =>
        (_results, _dispose, IsIncremental) = (results, dispose, isIncremental);

    /// <summary>
    /// The answer where it is a single one: the request was refused, or nothing of it is deferred or streamed. Null where results follow
    /// each other: a subscription that has begun, or a result with parts to come.
    /// </summary>
    public OperationResult? Single { get; }

    /// <summary>Whether the results are parts of one answer; false for a subscription's events and for a single answer.</summary>
    public bool IsIncremental { get; }

    /// <summary>
    /// Reads the results. A subscription gives one for each event and, where its source fails, a last one that has only the error. An
    /// incremental answer gives its initial result and then the parts; <see cref="OperationResult.HasNext"/> is false on the last.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">While reading: the client has left.</exception>
    public IAsyncEnumerator<OperationResult> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        (_results ?? new[] { Single! }.ToAsyncEnumerable()).GetAsyncEnumerator(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _dispose?.Invoke() ?? ValueTask.CompletedTask;
}

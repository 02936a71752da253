namespace Couverture.Execution;

/// <summary>
/// The response to one request, which may consist of several results: the events of a subscription, or the deferred and streamed parts
/// of an operation. It can be read once. Disposing it, or its enumerator, cancels the running work.
/// </summary>
public sealed class ResponseStream : IAsyncEnumerable<OperationResult>, IAsyncDisposable
{
    private readonly IAsyncEnumerable<OperationResult>? _results;
    private readonly Func<ValueTask>? _dispose;

    internal ResponseStream(OperationResult single) => Single = single;

    internal ResponseStream(IAsyncEnumerable<OperationResult> results, Func<ValueTask> dispose, bool isIncremental) =>
        (_results, _dispose, IsIncremental) = (results, dispose, isIncremental);

    /// <summary>
    /// The only result, if the request failed or nothing is deferred or streamed. Null if several results may follow: a subscription that
    /// has started, or an initial result with pending parts.
    /// </summary>
    public OperationResult? Single { get; }

    /// <summary>Whether the results are parts of one response; false for a subscription's events and for a single result.</summary>
    public bool IsIncremental { get; }

    /// <summary>
    /// Returns the results. A subscription has one result per event and, if its source fails, a last result with only the error. An
    /// incremental response has an initial result, then the parts; <see cref="OperationResult.HasNext"/> is false on the last result.
    /// </summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="OperationCanceledException">While reading: the client has disconnected.</exception>
    public IAsyncEnumerator<OperationResult> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        (_results ?? new[] { Single! }.ToAsyncEnumerable()).GetAsyncEnumerator(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _dispose?.Invoke() ?? ValueTask.CompletedTask;
}

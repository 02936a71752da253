using Couverture.Types;

namespace Couverture.Execution;

/// <summary>Runs operations against one schema. A thread-safe singleton service.</summary>
public interface IRequestExecutor
{
    /// <summary>The schema.</summary>
    Schema Schema { get; }

    /// <summary>
    /// Parses, validates and runs one request, and returns one result. Subscriptions are rejected; nothing is deferred or streamed.
    /// Errors of the request and of resolvers are in the result, never thrown.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    Task<OperationResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs one request whose response may be a stream, for transports that can carry streams. Subscriptions, and operations with deferred or
    /// streamed parts, are streams if <see cref="OperationRequest.Streams"/> allows them. Errors of the request are in <see cref="ResponseStream.Single"/>, as are errors
    /// that a subscription's source throws synchronously.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects; ends a subscription's source and all running work.</param>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    Task<ResponseStream> StreamAsync(OperationRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs several requests concurrently, each with one result. The queries share their DataLoaders, so that the same loads are made as for one query with all of their
    /// fields. A mutation has its own. The limits on cost and on selected fields (<see cref="Validation.ValidationOptions.MaxFields"/>) apply to the whole batch; the fields of
    /// a document that several requests use count once.
    /// </summary>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>The result of each request, as soon as it is complete.</returns>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    IAsyncEnumerable<BatchResult> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken = default);
}

/// <summary>The result of one request of a batch.</summary>
/// <param name="Index">The index of the request in the batch.</param>
/// <param name="Result">The result.</param>
public readonly record struct BatchResult(int Index, OperationResult Result);

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
    /// Runs several requests concurrently, each with one result. Together they may select as many fields as a single operation
    /// (<see cref="Validation.ValidationOptions.MaxFields"/>), so that a batch cannot exceed that limit.
    /// </summary>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    /// <returns>The results, in the order of the requests.</returns>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    Task<IReadOnlyList<OperationResult>> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken = default);
}

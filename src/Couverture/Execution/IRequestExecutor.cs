using Couverture.Types;

namespace Couverture.Execution;

/// <summary>Runs operations against one schema. A singleton of the application's services, safe to use from many threads at once.</summary>
public interface IRequestExecutor
{
    /// <summary>The schema.</summary>
    Schema Schema { get; }

    /// <summary>
    /// Parses, validates and runs one request, and answers it in one result: a subscription is refused, and nothing is deferred or streamed.
    /// Faults of the request and of resolvers are in the result, never thrown.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The client's leaving.</param>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    Task<OperationResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs one request whose answer may be a stream, for transports that can carry one: a subscription, or an operation with deferred or
    /// streamed parts, each where <see cref="OperationRequest.Streams"/> allows it. Faults of the request, and of a subscription's source before it first waits, are in <see cref="ResponseStream.Single"/>.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The client's leaving; it ends a subscription's source and whatever still runs.</param>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    Task<ResponseStream> StreamAsync(OperationRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs several requests at once, each answered in one result. Together they may select as many fields as one operation alone
    /// (<see cref="Validation.ValidationOptions.MaxFields"/>): what is beyond a limit for one is not within it as a batch.
    /// </summary>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellationToken">The client's leaving.</param>
    /// <returns>The answers, in the order of the requests.</returns>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    Task<IReadOnlyList<OperationResult>> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken = default);
}

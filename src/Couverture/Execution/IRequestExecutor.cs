using Couverture.Types;

namespace Couverture.Execution;

/// <summary>Runs operations against one schema. A singleton of the application's services, safe to use from many threads at once.</summary>
public interface IRequestExecutor
{
    /// <summary>The schema.</summary>
    Schema Schema { get; }

    /// <summary>Parses, validates and runs one request. Faults of the request and of resolvers are in the result, never thrown.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The client's leaving.</param>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    Task<OperationResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken = default);
}

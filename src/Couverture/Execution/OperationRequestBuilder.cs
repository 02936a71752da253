namespace Couverture.Execution;

/// <summary>A request on its way to the executor.</summary>
public sealed class OperationRequestBuilder
{
    private readonly OperationRequest _request;

    private OperationRequestBuilder(OperationRequest request) => _request = request;

    /// <summary>Begins with a request.</summary>
    /// <param name="request">The request.</param>
    public static OperationRequestBuilder From(OperationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new OperationRequestBuilder(request);
    }

    /// <summary>The request as it is now.</summary>
    public OperationRequest Build() => _request;
}

namespace Couverture.Execution;

/// <summary>Builds an <see cref="OperationRequest"/>.</summary>
public sealed class OperationRequestBuilder
{
    private readonly OperationRequest _request;

    private OperationRequestBuilder(OperationRequest request) => _request = request;

    /// <summary>Returns a builder that starts with an existing request.</summary>
    /// <param name="request">The request.</param>
    public static OperationRequestBuilder From(OperationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new OperationRequestBuilder(request);
    }

    /// <summary>Returns the request.</summary>
    public OperationRequest Build() => _request;
}

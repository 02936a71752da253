namespace Couverture.Execution;

/// <summary>How a request ended, so that a transport can choose the status.</summary>
public enum OperationResultKind
{
    /// <summary>The operation ran. The result has <c>data</c>, which may be null, and may have errors.</summary>
    Executed,

    /// <summary>The request failed before execution (syntax, validation, variables, limits). The result has no <c>data</c>.</summary>
    RequestError,

    /// <summary>The operation type is not allowed for this request, such as a mutation over GET. The result has no <c>data</c>.</summary>
    NotAllowed,
}

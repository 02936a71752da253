namespace Couverture.Execution;

/// <summary>How far a request came, so that a transport can choose its status.</summary>
public enum OperationResultKind
{
    /// <summary>The operation ran; there is <c>data</c>, which may be null, and there may be errors.</summary>
    Executed,

    /// <summary>The request failed before execution (syntax, validation, variables, limits); there is no <c>data</c>.</summary>
    RequestError,

    /// <summary>The kind of operation may not run in this way (anything but a query over GET); there is no <c>data</c>.</summary>
    NotAllowed,
}

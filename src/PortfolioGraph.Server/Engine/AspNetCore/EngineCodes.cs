namespace PortfolioGraph.Server.Engine;

/// <summary>
/// The values of <c>extensions.code</c> that Couverture sets itself, for use with an engine that has other codes. ERRORS.md explains each, and a test compares the two lists.
/// </summary>
internal static class EngineCodes
{
    public const string RequestInvalid = "GRAPHQL_REQUEST_INVALID";
    public const string Syntax = "GRAPHQL_SYNTAX";
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";
    public const string VariableInvalid = "GRAPHQL_VARIABLE_INVALID";
    public const string OperationNotAllowed = "GRAPHQL_OPERATION_NOT_ALLOWED";
    public const string NullInNonNull = "GRAPHQL_NULL_IN_NON_NULL";
    public const string Timeout = "GRAPHQL_TIMEOUT";
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";
    public const string DocumentIdMismatch = "DOCUMENT_ID_MISMATCH";
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";
    public const string CursorInvalid = "CURSOR_INVALID";
    public const string Internal = "INTERNAL_ERROR";
    public const string TooLarge = "REQUEST_TOO_LARGE";
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    public const string NotAcceptable = "NOT_ACCEPTABLE";
    public const string NotFound = "NOT_FOUND";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string PreflightRequired = "PREFLIGHT_REQUIRED";
}

namespace PortfolioGraph.Server.Errors;

/// <summary>
/// The codes of the GraphQL engine and its HTTP transport that this server sets itself, because it reports the same errors or runs on an engine with other codes. Their home is
/// Couverture's <c>ErrorCodes</c>, which the HotChocolate build does not have; a test compares the values.
/// </summary>
internal static class EngineErrorCodes
{
    public const string RequestInvalid = "GRAPHQL_REQUEST_INVALID";
    public const string Syntax = "GRAPHQL_SYNTAX";
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";
    public const string VariableInvalid = "GRAPHQL_VARIABLE_INVALID";
    public const string ArgumentInvalid = "GRAPHQL_ARGUMENT_INVALID";
    public const string OperationNotAllowed = "GRAPHQL_OPERATION_NOT_ALLOWED";
    public const string NullInNonNull = "GRAPHQL_NULL_IN_NON_NULL";
    public const string Timeout = "GRAPHQL_TIMEOUT";
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";
    public const string DocumentIdMismatch = "DOCUMENT_ID_MISMATCH";
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";
    public const string LimitExceeded = "LIMIT_EXCEEDED";
    public const string IdInvalid = "ID_INVALID";
    public const string RepresentationInvalid = "REPRESENTATION_INVALID";
    public const string CursorInvalid = "CURSOR_INVALID";
    public const string Internal = "INTERNAL_ERROR";
    public const string HttpRequestInvalid = "REQUEST_INVALID";
    public const string RequestTooLarge = "REQUEST_TOO_LARGE";
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    public const string NotAcceptable = "NOT_ACCEPTABLE";
    public const string NotFound = "NOT_FOUND";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string PreflightRequired = "PREFLIGHT_REQUIRED";
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";
}

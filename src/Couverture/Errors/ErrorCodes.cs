namespace Couverture;

/// <summary>The values of <c>extensions.code</c> for the engine's own errors.</summary>
public static class ErrorCodes
{
    /// <summary>The request has no document, names an unknown operation, or names none although the document has several.</summary>
    public const string RequestInvalid = "GRAPHQL_REQUEST_INVALID";

    /// <summary>The document has a syntax error.</summary>
    public const string Syntax = "GRAPHQL_SYNTAX";

    /// <summary>The document violates a validation rule (specification section 5). A scalar may use its own code for a literal.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>The document uses introspection, which is disabled.</summary>
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";

    /// <summary>The operation type is not allowed for the request, such as a mutation over GET or a subscription without a stream.</summary>
    public const string OperationNotAllowed = "GRAPHQL_OPERATION_NOT_ALLOWED";

    /// <summary>The requested document id is unknown. Apollo's clients then send the text.</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";

    /// <summary>The document's text does not match its id.</summary>
    public const string DocumentIdMismatch = "DOCUMENT_ID_MISMATCH";

    /// <summary>The server only runs persisted documents, and the document is not one of them.</summary>
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";

    /// <summary>A variable's value does not match its type. A scalar may use its own code instead.</summary>
    public const string VariableInvalid = "GRAPHQL_VARIABLE_INVALID";

    /// <summary>An argument's value does not match its type. A scalar may use its own code instead.</summary>
    public const string ArgumentInvalid = "GRAPHQL_ARGUMENT_INVALID";

    /// <summary>A non-null field or list item is null.</summary>
    public const string NullInNonNull = "GRAPHQL_NULL_IN_NON_NULL";

    /// <summary>The operation timed out before the field was finished.</summary>
    public const string Timeout = "GRAPHQL_TIMEOUT";

    /// <summary>A request or page exceeds a limit. The message names the limit.</summary>
    public const string LimitExceeded = "LIMIT_EXCEEDED";

    /// <summary>A representation does not name an entity of this graph, or lacks the fields of its key.</summary>
    public const string RepresentationInvalid = "REPRESENTATION_INVALID";

    /// <summary>The global id is damaged, or does not belong to an object that can be loaded by its id.</summary>
    public const string IdInvalid = "ID_INVALID";

    /// <summary>The cursor is not from a connection of this field.</summary>
    public const string CursorInvalid = "CURSOR_INVALID";

    /// <summary>An unexpected server error. The details are in the log.</summary>
    public const string Internal = "INTERNAL_ERROR";

    /// <summary>The HTTP request is malformed: its body, one of its parameters or its <c>Accept</c> header cannot be read (400, or 408 if the body timed out).</summary>
    public const string HttpRequestInvalid = "REQUEST_INVALID";

    /// <summary>An operation sent by GET lacks the preflight header that the endpoint requires (400).</summary>
    public const string PreflightRequired = "PREFLIGHT_REQUIRED";

    /// <summary>A web page of an origin that is not allowed opened a WebSocket (403).</summary>
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";

    /// <summary>No resource has this address, or no reserved event stream has this token (404).</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>The address does not support the HTTP method (405); the header <c>Allow</c> lists the supported methods.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>The <c>Accept</c> header allows no media type that the endpoint can produce (406).</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    /// <summary>The reserved event stream is already open, or an operation with the same id is in flight on it (409).</summary>
    public const string StreamConflict = "STREAM_CONFLICT";

    /// <summary>The request body exceeds the size limit (413).</summary>
    public const string RequestTooLarge = "REQUEST_TOO_LARGE";

    /// <summary>The request body is not uncompressed JSON in UTF-8 (415).</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>The limit on reserved event streams is reached (503).</summary>
    public const string TooManyStreams = "TOO_MANY_STREAMS";
}

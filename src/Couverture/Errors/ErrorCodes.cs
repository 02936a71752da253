using Couverture.Language;

namespace Couverture;

/// <summary>The codes that the engine itself gives in <c>extensions.code</c>.</summary>
public static class ErrorCodes
{
    /// <summary>The request names no document, or an operation that the document has not, or none where there are several.</summary>
    public const string RequestInvalid = "GRAPHQL_REQUEST_INVALID";

    /// <summary>The document does not follow the grammar.</summary>
    public const string Syntax = SyntaxException.SyntaxCode;

    /// <summary>The document breaks a rule of the specification's section 5; a scalar may give a code of its own to a literal.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>The document asks for the schema where that is turned off.</summary>
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";

    /// <summary>The kind of operation is not served in this way: a mutation over GET, a subscription outside of a stream.</summary>
    public const string OperationNotAllowed = "GRAPHQL_OPERATION_NOT_ALLOWED";

    /// <summary>No document of the id asked for is known; Apollo's clients send the text then.</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";

    /// <summary>The document's text is another than the one of the id it was sent with.</summary>
    public const string DocumentIdMismatch = "DOCUMENT_ID_MISMATCH";

    /// <summary>Only documents run that the server knows beforehand, and this is none of them.</summary>
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";

    /// <summary>A variable's value does not fit its type; a scalar may give a code of its own instead.</summary>
    public const string VariableInvalid = "GRAPHQL_VARIABLE_INVALID";

    /// <summary>An argument's value does not fit its type; a scalar may give a code of its own instead.</summary>
    public const string ArgumentInvalid = "GRAPHQL_ARGUMENT_INVALID";

    /// <summary>A non-null field, or an item of a list of non-null items, has no value.</summary>
    public const string NullInNonNull = "GRAPHQL_NULL_IN_NON_NULL";

    /// <summary>The field was not finished when the operation's time was over.</summary>
    public const string Timeout = "GRAPHQL_TIMEOUT";

    /// <summary>A request, or a page, is greater than a limit; the message names the limit.</summary>
    public const string LimitExceeded = "LIMIT_EXCEEDED";

    /// <summary>A cursor that no connection of this field gave.</summary>
    public const string CursorInvalid = "CURSOR_INVALID";

    /// <summary>A fault of the server; the log has it in full.</summary>
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

using Couverture.Language;

namespace Couverture;

/// <summary>The values of <c>extensions.code</c> for the engine's own errors.</summary>
public static class ErrorCodes
{
    /// <summary>The request has no document, names an unknown operation, or names none although the document has several.</summary>
    public const string RequestInvalid = "GRAPHQL_REQUEST_INVALID";

    /// <summary>The document has a syntax error.</summary>
    public const string Syntax = SyntaxException.SyntaxCode;

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

    /// <summary>The cursor is not from a connection of this field.</summary>
    public const string CursorInvalid = "CURSOR_INVALID";

    /// <summary>An unexpected server error. The details are in the log.</summary>
    public const string Internal = "INTERNAL_ERROR";
}

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
}

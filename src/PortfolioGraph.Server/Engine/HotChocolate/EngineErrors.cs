namespace PortfolioGraph.Server.Engine;

/// <summary>Gives the engine's own errors the codes that ERRORS.md promises.</summary>
internal sealed class EngineErrors : IErrorFilter
{
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["HC0010"] = "REQUEST_TOO_LARGE",
        ["HC0011"] = "GRAPHQL_SYNTAX",
        ["HC0014"] = "GRAPHQL_SYNTAX",
        ["HC0018"] = "GRAPHQL_VARIABLE_INVALID",
        ["HC0020"] = "PERSISTED_QUERY_NOT_FOUND",
        ["HC0045"] = "GRAPHQL_TIMEOUT",
        ["HC0046"] = "INTROSPECTION_DISABLED",
        ["HC0047"] = "LIMIT_EXCEEDED",
        ["HC0051"] = "LIMIT_EXCEEDED",
        ["HC0079"] = "LIMIT_EXCEEDED",
        ["HC0078"] = "CURSOR_INVALID",
        ["HC0067"] = "DOCUMENT_NOT_TRUSTED",
        ["HC0009"] = "REQUEST_INVALID",
        ["HC0012"] = "REQUEST_INVALID",
    };

    /// <inheritdoc />
    public IError OnError(IError error) => Named(error, null);

    /// <summary>An error under the code that is promised.</summary>
    /// <param name="error">The error.</param>
    /// <param name="unnamed">The code of one that has none.</param>
    public static IError Named(IError error, string? unnamed) => error switch
    {
        // What our interceptor refuses on a socket is wrapped as a fault.
        { Exception: GraphQLException { Errors: [var told, ..] } } => told,
        { Exception: not null, Code: null } => error.WithCode("INTERNAL_ERROR"),
        { Code: "HC0018", Path: not null } => error.WithCode("GRAPHQL_NULL_IN_NON_NULL"),
        { Code: { } code } when Codes.TryGetValue(code, out var ours) => error.WithCode(ours),
        { Code: null } when unnamed is not null => error.WithCode(unnamed),
        _ => error,
    };
}

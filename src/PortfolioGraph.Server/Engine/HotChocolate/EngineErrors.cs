using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Engine;

/// <summary>Gives the engine's own errors the codes that ERRORS.md promises.</summary>
internal sealed class EngineErrors : IErrorFilter
{
    // HotChocolate puts it on an error of a literal in the document, which it finds while it executes.
    private const string LiteralMark = "fieldCoordinate";

    private static readonly Dictionary<string, string> Codes = new()
    {
        ["HC0009"] = GraphErrorCodes.RequestInvalid,
        ["HC0010"] = EngineCodes.TooLarge,
        ["HC0011"] = EngineCodes.Syntax,
        ["HC0012"] = GraphErrorCodes.RequestInvalid,
        ["HC0014"] = EngineCodes.Syntax,
        ["HC0018"] = EngineCodes.VariableInvalid,
        ["HC0020"] = EngineCodes.PersistedQueryNotFound,
        ["HC0045"] = EngineCodes.Timeout,
        ["HC0046"] = EngineCodes.IntrospectionDisabled,
        ["HC0047"] = GraphErrorCodes.LimitExceeded,
        ["HC0051"] = GraphErrorCodes.LimitExceeded,
        ["HC0067"] = EngineCodes.DocumentNotTrusted,
        ["HC0078"] = EngineCodes.CursorInvalid,
        ["HC0079"] = GraphErrorCodes.LimitExceeded,
        ["HC0086"] = GraphErrorCodes.LimitExceeded,
        ["HC0087"] = GraphErrorCodes.LimitExceeded,
    };

    /// <inheritdoc />
    public IError OnError(IError error) => Named(error, null);

    /// <summary>An error under the code that is promised.</summary>
    /// <param name="error">The error.</param>
    /// <param name="unnamed">The code of an error that has none; null for none.</param>
    public static IError Named(IError error, string? unnamed) => error switch
    {
        // What WebSocketApiKeyInterceptor refuses is wrapped as a fault.
        { Exception: GraphQLException { Errors: [var refusal, ..] } } => refusal,
        { Exception: not null, Code: null } => error.WithCode(EngineCodes.Internal),
        { Code: "HC0018", Path: not null } => error.WithCode(EngineCodes.NullInNonNull),
        { Code: { } code } when Codes.TryGetValue(code, out var ours) => error.WithCode(ours),
        { Code: null, Extensions: { } extensions } when extensions.ContainsKey(LiteralMark) => error.WithCode(EngineCodes.ValidationFailed),
        { Code: null } when unnamed is not null => error.WithCode(unnamed),
        _ => error,
    };
}

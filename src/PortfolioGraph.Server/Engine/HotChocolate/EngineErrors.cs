using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Engine;

/// <summary>Maps the codes of the engine's own errors to those in ERRORS.md.</summary>
internal sealed class EngineErrors : IErrorFilter
{
    // HotChocolate sets this extension on errors of literals, which it detects during execution.
    private const string LiteralErrorExtension = "fieldCoordinate";

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
    public IError OnError(IError error) => MapCode(error, null);

    /// <summary>Returns the error with its code from ERRORS.md.</summary>
    /// <param name="error">The error.</param>
    /// <param name="fallbackCode">The code for an error without one; null to leave such an error unchanged.</param>
    public static IError MapCode(IError error, string? fallbackCode) => error switch
    {
        // HotChocolate wraps the rejection of WebSocketApiKeyInterceptor as an unexpected exception.
        { Exception: GraphQLException { Errors: [var rejection, ..] } } => rejection,
        { Exception: not null, Code: null } => error.WithCode(EngineCodes.Internal),
        { Code: "HC0018", Path: not null } => error.WithCode(EngineCodes.NullInNonNull),
        { Code: { } code } when Codes.TryGetValue(code, out var mapped) => error.WithCode(mapped),
        { Code: null, Extensions: { } extensions } when extensions.ContainsKey(LiteralErrorExtension) => error.WithCode(EngineCodes.ValidationFailed),
        { Code: null } when fallbackCode is not null => error.WithCode(fallbackCode),
        _ => error,
    };
}

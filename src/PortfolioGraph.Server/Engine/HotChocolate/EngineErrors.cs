using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Engine;

/// <summary>Maps the codes of the engine's own errors to those in ERRORS.md.</summary>
internal sealed class EngineErrors : IErrorFilter
{
    // HotChocolate sets this extension on errors of literals, which it detects during execution.
    private const string LiteralErrorExtension = "fieldCoordinate";

    // HotChocolate sets these extensions on errors of global ids.
    private const string IdExtension = "originalValue";
    private const string IdTypeExtension = "typeName";

    private static readonly Dictionary<string, string> Codes = new()
    {
        ["HC0009"] = EngineErrorCodes.HttpRequestInvalid,
        ["HC0010"] = EngineErrorCodes.RequestTooLarge,
        ["HC0011"] = EngineErrorCodes.Syntax,
        ["HC0012"] = EngineErrorCodes.HttpRequestInvalid,
        ["HC0014"] = EngineErrorCodes.Syntax,
        ["HC0018"] = EngineErrorCodes.VariableInvalid,
        ["HC0020"] = EngineErrorCodes.PersistedQueryNotFound,
        ["HC0021"] = EngineErrorCodes.ArgumentInvalid,
        ["HC0026"] = EngineErrorCodes.ArgumentInvalid,
        ["HC0045"] = EngineErrorCodes.Timeout,
        ["HC0046"] = EngineErrorCodes.IntrospectionDisabled,
        ["HC0047"] = EngineErrorCodes.LimitExceeded,
        ["HC0051"] = EngineErrorCodes.LimitExceeded,
        ["HC0067"] = EngineErrorCodes.DocumentNotTrusted,
        ["HC0078"] = EngineErrorCodes.CursorInvalid,
        ["HC0079"] = EngineErrorCodes.LimitExceeded,
        ["HC0086"] = EngineErrorCodes.LimitExceeded,
        ["HC0087"] = EngineErrorCodes.LimitExceeded,
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
        { Exception: not null, Code: null } => error.WithCode(EngineErrorCodes.Internal),
        { Code: "HC0018", Path: not null } => error.WithCode(EngineErrorCodes.NullInNonNull),
        { Code: { } code } when Codes.TryGetValue(code, out var mapped) => error.WithCode(mapped),
        { Code: null, Extensions: { } extensions } when extensions.ContainsKey(LiteralErrorExtension) => error.WithCode(EngineErrorCodes.ValidationFailed),
        // The errors of ids have no code. One repeats the id, which may be long.
        { Code: null, Extensions: { } extensions } when extensions.ContainsKey(IdExtension) || extensions.ContainsKey(IdTypeExtension) =>
            error.RemoveExtension(IdExtension).WithCode(EngineErrorCodes.IdInvalid),
        { Code: null } when fallbackCode is not null => error.WithCode(fallbackCode),
        _ => error,
    };
}

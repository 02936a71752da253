using HotChocolate.Execution.Instrumentation;

namespace PortfolioGraph.Server.Engine;

/// <summary>Logs unexpected exceptions, which HotChocolate does not log.</summary>
/// <param name="log">The log.</param>
internal sealed partial class EngineLog(ILogger<EngineLog> log) : ExecutionDiagnosticEventListener
{
    /// <inheritdoc />
    public override void RequestError(IRequestContext context, Exception exception) => LogFault(log, exception);

    /// <inheritdoc />
    public override void ResolverError(IMiddlewareContext context, IError error)
    {
        if (error.Exception is { } fault)
            LogFault(log, fault);
    }

    [LoggerMessage(1, LogLevel.Error, "An operation failed unexpectedly.")]
    private static partial void LogFault(ILogger log, Exception fault);
}

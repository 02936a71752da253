using HotChocolate.Execution.Instrumentation;

namespace PortfolioGraph.Server.Engine;

/// <summary>Writes faults to the log. HotChocolate itself logs none.</summary>
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

    [LoggerMessage(1, LogLevel.Error, "An operation failed by a fault of this server")]
    private static partial void LogFault(ILogger log, Exception fault);
}

using HotChocolate.Execution.Instrumentation;

namespace PortfolioGraph.Server.Engine;

/// <summary>Writes faults to the log, of which this engine tells nobody otherwise.</summary>
/// <param name="log">The log.</param>
internal sealed partial class EngineLog(ILogger<EngineLog> log) : ExecutionDiagnosticEventListener
{
    /// <inheritdoc />
    public override void RequestError(IRequestContext context, Exception exception) => Fault(log, exception);

    /// <inheritdoc />
    public override void ResolverError(IMiddlewareContext context, IError error)
    {
        if (error.Exception is { } fault)
            Fault(log, fault);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A fault while an operation was executed")]
    private static partial void Fault(ILogger log, Exception fault);
}

using Couverture.Execution.Instrumentation;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>Reports the operations of this engine to <see cref="OperationTelemetry"/>.</summary>
/// <param name="telemetry">Receives the operations.</param>
internal sealed class OperationListener(OperationTelemetry telemetry) : ExecutionDiagnosticEventListener
{
    /// <inheritdoc />
    public override bool IsEnabled => telemetry.IsEnabled;

    /// <inheritdoc />
    public override IDisposable ExecuteRequest(RequestDiagnostics request) => new Scope(telemetry.Start(), request);

    /// <inheritdoc />
    public override IDisposable OnSubscriptionEvent(RequestDiagnostics request) => new Scope(telemetry.StartEvent(), request);

    private sealed class Scope(OperationTelemetry.Operation operation, RequestDiagnostics request) : IDisposable
    {
        public void Dispose() => operation.End(new(
            request.OperationType,
            request.OperationName,
            request.DocumentHash,
            request.Outcome is { } outcome ? outcome is OperationResultKind.Executed : null,
            request.Errors,
            request.FieldCost,
            request.TypeCost));
    }
}

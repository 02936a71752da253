using HotChocolate.Execution.Instrumentation;
using HotChocolate.Execution.Processing;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>Reports the operations of this engine to <see cref="OperationTelemetry"/>.</summary>
/// <param name="telemetry">Receives the operations.</param>
internal sealed class OperationListener(OperationTelemetry telemetry) : ExecutionDiagnosticEventListener
{
    private const string CostKey = "portfoliograph.cost";

    /// <inheritdoc />
    public override IDisposable ExecuteRequest(IRequestContext context) => telemetry.IsEnabled ? new RequestScope(telemetry.Start(), context) : EmptyScope;

    /// <inheritdoc />
    public override void OperationCost(IRequestContext context, double fieldCost, double typeCost) => context.ContextData[CostKey] = (fieldCost, typeCost);

    /// <inheritdoc />
    public override IDisposable OnSubscriptionEvent(SubscriptionEventContext context) => telemetry.IsEnabled ? new EventScope(telemetry.StartEvent()) : EmptyScope;

    private sealed class RequestScope(OperationTelemetry.Operation operation, IRequestContext context) : IDisposable
    {
        public void Dispose()
        {
            (double Fields, double Types)? cost = context.ContextData.TryGetValue(CostKey, out var value) && value is ValueTuple<double, double> known ? known : null;
            var errors = (context.Result as IOperationResult)?.Errors?.Select(static error => EngineErrors.MapCode(error, null)).ToArray() ?? [];
            // A rejected request has errors and no data. Streams have started.
            bool? isExecuted = context.Result switch
            {
                null => null,
                IOperationResult { Errors.Count: > 0, Data: null, IsDataSet: false } => false,
                _ => true,
            };
            operation.End(new(context.Operation?.Type, context.Operation?.Name, context.DocumentHash, isExecuted, errors, cost?.Fields, cost?.Types));
        }
    }

    private sealed class EventScope(OperationTelemetry.Operation operation) : IDisposable
    {
        public void Dispose() => operation.End(new(OperationType.Subscription, null, null, IsExecuted: true, [], null, null));
    }
}

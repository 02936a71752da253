using System.Diagnostics;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Traces and counts operations, for the listener of either engine. A span has the kind, the name and the hash of the document, never variables or the document.
/// </summary>
/// <param name="metrics">The metrics.</param>
/// <param name="time">The clock of durations.</param>
internal sealed class OperationTelemetry(ServerMetrics metrics, TimeProvider time)
{
    private const int MaxNameLength = 100;

    /// <summary>Whether anything listens. If not, no operation is started.</summary>
    public bool IsEnabled => PortfolioSource.ActivitySource.HasListeners() || metrics.AreOperationsEnabled;

    /// <summary>Starts an operation in this asynchronous flow.</summary>
    public Operation Start() => new(this, PortfolioSource.ActivitySource.StartActivity("operation"));

    /// <summary>
    /// Starts the event of a subscription in this asynchronous flow. It has a trace of its own with a link to the request, because a WebSocket or event stream can stay open for days.
    /// </summary>
    public Operation StartEvent()
    {
        var request = Activity.Current;
        Activity.Current = null;
        ActivityLink[] links = request is null ? [] : [new ActivityLink(request.Context)];
        return new Operation(this, PortfolioSource.ActivitySource.StartActivity("subscription event", ActivityKind.Internal, parentContext: default, links: links));
    }

    private void End(Activity? activity, in Result result, TimeSpan duration)
    {
        var kind = result.Kind switch
        {
            OperationType.Query => "query",
            OperationType.Mutation => "mutation",
            OperationType.Subscription => "subscription",
            _ => null,
        };
        var outcome = result.IsExecuted is not { } isExecuted ? "Cancelled" : !isExecuted ? "Rejected" : result.Errors.Count > 0 ? "Incomplete" : "Succeeded";
        metrics.OperationEnded(kind, outcome, duration);
        metrics.CostEstimated(result.FieldCost, result.TypeCost);
        if (result.Errors.Count > 0)
            metrics.ErrorsReported(result.Errors);
        if (activity is null)
            return;

        if (kind is not null && activity.OperationName == "operation")
            activity.DisplayName = kind;
        activity.SetTag("graphql.operation.type", kind).SetTag("graphql.operation.name", FormatName(result.Name)).SetTag("graphql.document.hash", result.Hash).SetTag("outcome", outcome);
        if (result.FieldCost is not null)
            activity.SetTag("graphql.operation.field_cost", result.FieldCost).SetTag("graphql.operation.type_cost", result.TypeCost);
        if (result.Errors.Count == 0)
            return;
        activity.SetTag("graphql.error.codes", result.Errors.Select(static error => error.Code).OfType<string>().Distinct().ToArray()).SetStatus(ActivityStatusCode.Error);
    }

    // The client chooses the name.
    private static string? FormatName(string? name) => name is null ? null : AddressText.Shorten(name) is { Length: > MaxNameLength } text ? text[..MaxNameLength] : AddressText.Shorten(name);

    /// <summary>How an operation ended.</summary>
    /// <param name="Kind">The kind; null if it is not known.</param>
    /// <param name="Name">The name; null if there is none.</param>
    /// <param name="Hash">The hash of the document's text; null if the document is not valid.</param>
    /// <param name="IsExecuted">Whether the operation was executed; null if the client disconnected.</param>
    /// <param name="Errors">The errors of the response.</param>
    /// <param name="FieldCost">The field cost; null if it was not estimated.</param>
    /// <param name="TypeCost">The type cost; null if it was not estimated.</param>
    public readonly record struct Result(OperationType? Kind, string? Name, string? Hash, bool? IsExecuted, IReadOnlyList<IError> Errors, double? FieldCost, double? TypeCost);

    /// <summary>A running operation.</summary>
    /// <param name="telemetry">Receives its result.</param>
    /// <param name="activity">Its activity; null if no listener wants it.</param>
    public readonly struct Operation(OperationTelemetry telemetry, Activity? activity)
    {
        private readonly long _start = telemetry.Now;

        /// <summary>Ends the operation.</summary>
        /// <param name="result">How it ended.</param>
        public void End(in Result result)
        {
            telemetry.End(activity, result, telemetry.GetElapsedTime(_start));
            activity?.Dispose();
        }
    }

    private long Now => time.GetTimestamp();

    private TimeSpan GetElapsedTime(long start) => time.GetElapsedTime(start);
}

using System.Diagnostics.Metrics;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The metrics of operations and of the limits on clients. No tag has a value that a client chooses.</summary>
internal sealed class ServerMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _fieldCost;
    private readonly Histogram<double> _typeCost;
    private readonly Counter<int> _errors;
    private readonly Counter<int> _limits;

    public ServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(PortfolioSource.Name);
        var seconds = new InstrumentAdvice<double> { HistogramBucketBoundaries = PortfolioSource.Seconds };
        var costs = new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000] };
        _duration = meter.CreateHistogram("portfoliograph.operation.duration", "s", "Duration of operations and of events of subscriptions, by kind of operation and outcome.", advice: seconds);
        _fieldCost = meter.CreateHistogram("portfoliograph.operation.field_cost", "{cost}", "Estimated field cost of operations, those over the limit included.", advice: costs);
        _typeCost = meter.CreateHistogram("portfoliograph.operation.type_cost", "{cost}", "Estimated type cost of operations, those over the limit included.", advice: costs);
        _errors = meter.CreateCounter<int>("portfoliograph.operation.errors", "{error}", "Errors in responses, by code.");
        _limits = meter.CreateCounter<int>("portfoliograph.limits.hit", "{hit}", "Requests and operations that a limit rejected in whole or in part, by limit.");
    }

    /// <summary>Whether anything listens to the metrics of operations.</summary>
    public bool AreOperationsEnabled => _duration.Enabled || _fieldCost.Enabled || _typeCost.Enabled || _errors.Enabled || _limits.Enabled;

    /// <summary>Records an operation.</summary>
    /// <param name="kind">The kind of the operation; null if it is not known.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="duration">Its duration.</param>
    public void OperationEnded(string? kind, string outcome, TimeSpan duration) =>
        _duration.Record(duration.TotalSeconds, new("graphql.operation.type", kind ?? "unknown"), new("outcome", outcome));

    /// <summary>Records the estimated cost of an operation.</summary>
    /// <param name="fieldCost">The field cost; null if it was not estimated.</param>
    /// <param name="typeCost">The type cost; null if it was not estimated.</param>
    public void CostEstimated(double? fieldCost, double? typeCost)
    {
        if (fieldCost is { } fields)
            _fieldCost.Record(fields);
        if (typeCost is { } types)
            _typeCost.Record(types);
    }

    /// <summary>Counts the errors of an operation, and each limit that they report once.</summary>
    /// <param name="errors">The errors.</param>
    public void ErrorsReported(IReadOnlyList<IError> errors)
    {
        foreach (var code in errors.CountBy(static error => error.Code ?? EngineErrorCodes.Internal))
            _errors.Add(code.Value, new KeyValuePair<string, object?>("code", code.Key));
        foreach (var limit in errors.Select(LimitOf).OfType<string>().Distinct())
            LimitHit(limit);
    }

    /// <summary>Counts a rejection by a limit.</summary>
    /// <param name="limit">The name of the limit.</param>
    public void LimitHit(string limit) => _limits.Add(1, new KeyValuePair<string, object?>("limit", limit));

    // The limits of requests and keys are counted where they are enforced.
    private static string? LimitOf(IError error) => error.Code switch
    {
        EngineErrorCodes.LimitExceeded => error.Extensions?.ContainsKey("cost") == true ? "cost" : "operation",
        EngineErrorCodes.Timeout => "operation_timeout",
        GraphErrorCodes.TooManyAddresses => "addresses",
        GraphErrorCodes.BudgetExhausted => "upstream_queue",
        GraphErrorCodes.UpstreamRateLimited => "upstream_rate",
        _ => null,
    };
}

using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Resilience;

namespace PortfolioGraph.Upstream.Telemetry;

/// <summary>The activity of one attempt: the wait for its permit, and the request.</summary>
internal static class AttemptActivity
{
    /// <summary>Starts the activity.</summary>
    /// <param name="endpoint">The version and endpoint.</param>
    /// <returns>The activity; null if nothing listens.</returns>
    public static Activity? Start(string endpoint) => PortfolioTelemetry.ActivitySource.StartActivity("upstream attempt", ActivityKind.Client)?.SetTag("endpoint", endpoint);

    /// <summary>Records how long the attempt waited for its permit, in seconds.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="permit">The permit.</param>
    /// <param name="time">The clock of the permit.</param>
    public static void RecordPermit(this Activity activity, CallPermit permit, TimeProvider time) => activity.SetTag("permit.wait_time", permit.GetWaitTime(time).TotalSeconds);

    /// <summary>Records how the attempt ended.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="outcome">The outcome. Null if the attempt was cancelled.</param>
    public static void RecordOutcome(this Activity activity, AttemptOutcome? outcome)
    {
        var failure = outcome?.Failure;
        activity.SetTag("outcome", UpstreamMetrics.NameOf(failure?.Kind, isCancelled: outcome is null));
        if (failure?.Status is { } status)
            activity.SetTag("http.response.status_code", status).SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
        if (failure is not null)
            activity.SetStatus(ActivityStatusCode.Error);
    }
}

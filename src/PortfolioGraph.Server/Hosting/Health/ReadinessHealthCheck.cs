using Microsoft.Extensions.Diagnostics.HealthChecks;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Whether balancers should send requests here: not before the server has started, which builds the schema, not while it stops, while the
/// data source rejects its key, or while it answers as many requests as it takes. A data source that is merely down says nothing against it:
/// what is kept is served. A change is logged once, when it is first asked for: there is one instance.
/// </summary>
/// <param name="lifetime">Whether the server has started, and whether it stops.</param>
/// <param name="upstream">What is known of the key; where it was rejected, being asked here is the occasion to try it again.</param>
/// <param name="limits">How many requests are under way.</param>
internal sealed partial class ReadinessHealthCheck(IHostApplicationLifetime lifetime, IUpstreamHealth upstream, RequestLimits limits, ILogger<ReadinessHealthCheck> logger) : IHealthCheck
{
    private string? _told;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reason = Reason();
        Tell(reason);
        if (reason is Reasons.KeyRejected)
            _ = ProbeAsync();
        return Task.FromResult(reason is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, reason));
    }

    private string? Reason() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Reasons.Draining
        : !lifetime.ApplicationStarted.IsCancellationRequested ? Reasons.Starting
        : upstream.KeyWasRejected ? Reasons.KeyRejected
        : limits.IsOverloaded ? GraphErrorCodes.Overloaded
        : null;

    private void Tell(string? reason)
    {
        if (Interlocked.Exchange(ref _told, reason) == reason)
            return;
        if (reason is null)
            LogReady(logger);
        else
            LogNotReady(logger, reason);
    }

    // Nobody waits for it: whoever asks for readiness has less patience than the data source may need.
    private async Task ProbeAsync()
    {
        try
        {
            await upstream.ProbeAsync(lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception exception)
        {
            LogFailedProbe(logger, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Whether the key is still rejected could not be found out")]
    private static partial void LogFailedProbe(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Not ready: {Reason}")]
    private static partial void LogNotReady(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Information, "Ready again")]
    private static partial void LogReady(ILogger logger);

    /// <summary>What an answer names besides the codes of errors.</summary>
    private static class Reasons
    {
        public const string Starting = "STARTING";
        public const string Draining = "DRAINING";
        public const string KeyRejected = "KEY_REJECTED";
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using PortfolioGraph.Core;
using PortfolioGraph.Redis;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Reports whether load balancers should send requests to this server. The server is not ready before it has started, which builds the schema, and while
/// it stops. It is not ready while the data source rejects its key, and while it is overloaded. It stays ready while the data source is down, because it serves cached data, and
/// while Redis is unavailable, because it works alone then. As a singleton, the check logs each change once.
/// </summary>
/// <param name="lifetime">The lifetime of the server.</param>
/// <param name="upstream">The status of the key. If the key was rejected, a check triggers a probe.</param>
/// <param name="limits">The limits that decide whether the server is overloaded.</param>
/// <param name="logger">The log.</param>
/// <param name="redis">Whether Redis is available. Null if it is not used.</param>
internal sealed partial class ReadinessHealthCheck(
    IHostApplicationLifetime lifetime, IUpstreamHealth upstream, RequestLimits limits, ILogger<ReadinessHealthCheck> logger, IRedisStatus? redis = null) : IHealthCheck
{
    private string? _lastReason;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reason = GetReason();
        LogChange(reason);
        if (reason is Reasons.KeyRejected)
            _ = ProbeAsync();
        return Task.FromResult(reason is null
            ? HealthCheckResult.Healthy(redis is { IsAvailable: false } ? Reasons.RedisUnavailable : null)
            : new HealthCheckResult(context.Registration.FailureStatus, reason));
    }

    private string? GetReason() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Reasons.Draining
        : !lifetime.ApplicationStarted.IsCancellationRequested ? Reasons.Starting
        : upstream.KeyWasRejected ? Reasons.KeyRejected
        : limits.IsOverloaded ? GraphErrorCodes.ServerOverloaded
        : null;

    private void LogChange(string? reason)
    {
        if (Interlocked.Exchange(ref _lastReason, reason) == reason)
            return;
        if (reason is null)
            LogReady(logger);
        else
            LogNotReady(logger, reason);
    }

    // Runs in the background, because the data source may take longer than the timeout of a load balancer.
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

    [LoggerMessage(1, LogLevel.Error, "Could not check whether the data source still rejects the key")]
    private static partial void LogFailedProbe(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Not ready: {Reason}")]
    private static partial void LogNotReady(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Information, "Ready again")]
    private static partial void LogReady(ILogger logger);

    /// <summary>The reasons that are not error codes.</summary>
    private static class Reasons
    {
        public const string Starting = "STARTING";
        public const string Draining = "DRAINING";
        public const string KeyRejected = "KEY_REJECTED";
        public const string RedisUnavailable = "REDIS_UNAVAILABLE";
    }
}

using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Registers the health checks. <c>/health/live</c> responds 200 while the process runs. <c>/health/ready</c> responds 200 or 503 (<see cref="ReadinessHealthCheck"/>).
/// The body is <c>{"status": "READY"}</c> or similar; 503 adds a <c>reason</c>, and so does 200 while Redis is unavailable.
/// </summary>
internal static class HealthExtensions
{
    private const string ReadyTag = "ready";

    /// <summary>Adds the health checks and the graceful shutdown.</summary>
    /// <param name="services">The services.</param>
    /// <param name="settings">The options with the times of the shutdown.</param>
    public static void AddHealth(this IServiceCollection services, ServerOptions settings)
    {
        services.AddSingleton<ReadinessHealthCheck>();
        services.AddHealthChecks().AddCheck<ReadinessHealthCheck>(nameof(ReadinessHealthCheck), tags: [ReadyTag]);
        // This service logs an error for every failed check. ReadinessHealthCheck itself logs each change once.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.None));
        services.AddHostedService<GracefulShutdown>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.DrainDelay + settings.DrainTimeout);
    }

    /// <summary>Maps the two endpoints.</summary>
    /// <param name="app">The application.</param>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (context, _) => WriteAsync(context, "LIVE", null) });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = (context, report) => report.Status is HealthStatus.Healthy
                ? WriteAsync(context, "READY", report.Entries[nameof(ReadinessHealthCheck)].Description)
                : WriteAsync(context, "NOT_READY", report.Entries[nameof(ReadinessHealthCheck)].Description),
        });
    }

    private static Task WriteAsync(HttpContext context, string status, string? reason) =>
        context.Response.WriteAsJsonAsync(reason is null ? new { status } : (object)new { status, reason }, context.RequestAborted);
}

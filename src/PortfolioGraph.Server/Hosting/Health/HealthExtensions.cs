using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// <c>/health/live</c>: 200 as long as the process answers. <c>/health/ready</c>: 200 or 503, by <see cref="ReadinessHealthCheck"/>. Both tell it as
/// <c>{"status": "READY"}</c>; 503 adds the <c>reason</c>.
/// </summary>
internal static class HealthExtensions
{
    private const string ReadyTag = "ready";

    /// <summary>Adds the checks, and the order in which the server goes down.</summary>
    /// <param name="services">The services.</param>
    /// <param name="settings">How long going down may take.</param>
    public static void AddHealth(this IServiceCollection services, ServerOptions settings)
    {
        services.AddSingleton<ReadinessHealthCheck>();
        services.AddHealthChecks().AddCheck<ReadinessHealthCheck>(nameof(ReadinessHealthCheck), tags: [ReadyTag]);
        // It writes an error at every answer that is not ready, however often a balancer asks; the check itself tells the changes.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.None));
        services.AddHostedService<GracefulShutdown>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.DrainDelay + settings.DrainTimeout);
    }

    /// <summary>Maps the two addresses.</summary>
    /// <param name="app">The application.</param>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (context, _) => WriteAsync(context, "LIVE", null) });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = (context, report) => report.Status is HealthStatus.Healthy
                ? WriteAsync(context, "READY", null)
                : WriteAsync(context, "NOT_READY", report.Entries[nameof(ReadinessHealthCheck)].Description),
        });
    }

    private static Task WriteAsync(HttpContext context, string status, string? reason) =>
        context.Response.WriteAsJsonAsync(reason is null ? new { status } : (object)new { status, reason }, context.RequestAborted);
}

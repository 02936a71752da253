using System.Reflection;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PortfolioGraph.Core;
using PortfolioGraph.Redis;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Registers the exporters of traces, metrics and logs. Nothing is registered for an exporter that is off, so it costs nothing.</summary>
internal static class TelemetryExtensions
{
    private const string ServiceName = "portfoliograph";

    /// <summary>Adds the exporters that the settings enable, and the server's own metrics.</summary>
    /// <param name="builder">The application.</param>
    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var settings = TelemetryOptions.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ServerMetrics>();
        builder.Services.AddSingleton<OperationTelemetry>();
        if (settings.JsonLogs)
            builder.Logging.AddJsonLogs();
        if (settings.PrometheusUrl is not null)
            builder.AddMetricsListener(settings.PrometheusUrl);
        if (!settings.Otlp && settings.PrometheusUrl is null)
            return;

        var exporters = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? ServiceName, serviceVersion: Version))
            .WithMetrics(metrics => metrics.AddMetrics(settings));
        if (settings.Otlp)
            exporters.WithTracing(static tracing => tracing.AddTraces());
    }

    private static string? Version => typeof(TelemetryExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    // Not the metrics of HTTP clients: those of DNS have the upstream's host as a tag.
    private static void AddMetrics(this MeterProviderBuilder metrics, TelemetryOptions settings)
    {
        metrics.AddMeter(PortfolioSource.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
        if (settings.PrometheusUrl is not null)
            metrics.AddPrometheusExporter();
        if (settings.Otlp)
            metrics.AddOtlpExporter();
    }

    // The upstream's client takes no part in the instrumentation of HTTP clients: its handler has no propagator. Its URLs contain addresses, and its attempts have spans of their own.
    // Commands to Redis have spans if they belong to a request. Heartbeats would be traces of their own. Keys are hashes, and values are not recorded.
    private static void AddTraces(this TracerProviderBuilder tracing) => tracing
        .AddSource(PortfolioSource.Name)
        .AddAspNetCoreInstrumentation(static options => options.Filter = static context =>
            !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments(MetricsListener.Path))
        .AddHttpClientInstrumentation()
        .AddRedisInstrumentation(static options => options.Filter = static command => command.ParentActivity is not null)
        .ConfigureRedisInstrumentation(static (services, redis) => services.GetService<IRedisStatus>()?.OnConnected(connection => redis.AddConnection(connection)))
        // Before the exporter, which must not see what this removes.
        .AddProcessor(new RedactionProcessor())
        .AddOtlpExporter();

    private static void AddJsonLogs(this ILoggingBuilder logging)
    {
        logging.Configure(static options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        logging.AddJsonConsole(static options =>
        {
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        logging.AddConsoleFormatter<RedactedJsonFormatter, ConsoleFormatterOptions>();
        logging.AddConsole(static options => options.FormatterName = RedactedJsonFormatter.FormatterName);
    }
}

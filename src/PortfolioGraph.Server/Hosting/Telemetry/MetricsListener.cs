using Microsoft.AspNetCore.Http.Features;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Serves <c>/metrics</c> on a port of its own, and nothing else there.</summary>
internal static class MetricsListener
{
    /// <summary>The path of the metrics.</summary>
    public const string Path = "/metrics";

    private const string Setting = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.PrometheusUrl)}";
    private const string DefaultUrl = "http://localhost:5000";

    /// <summary>Makes the server listen on the address of the metrics too.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="url">The address.</param>
    /// <exception cref="StartupException">The address is invalid, or the graph has the same port.</exception>
    public static void AddMetricsListener(this WebApplicationBuilder builder, string url)
    {
        var port = ParsePort(url);
        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            throw new StartupException($"{SettingsReader.FormatName(Setting)} must not be combined with Kestrel:Endpoints, which would replace it. Set ASPNETCORE_URLS or --urls instead.");
        var urls = GetUrls(builder.Configuration);
        if (urls.Any(other => BindingAddress.Parse(other).Port == port))
            throw new StartupException($"{SettingsReader.FormatName(Setting)} must have a port of its own, because the port of the graph is open to all clients.");
        builder.WebHost.UseUrls([.. urls, url]);
    }

    /// <summary>Answers requests to the port of the metrics. Call it before all other middleware.</summary>
    /// <param name="app">The application.</param>
    /// <param name="url">The address of the metrics.</param>
    public static void UseMetricsListener(this WebApplication app, string url)
    {
        var port = ParsePort(url);
        // The port of the connection, because clients choose the Host header.
        app.MapWhen(context => context.Connection.LocalPort == port, branch =>
        {
            branch.Use(static (context, next) =>
            {
                // Scrapes are not requests of clients.
                if (context.Features.Get<IHttpMetricsTagsFeature>() is { } feature)
                    feature.MetricsDisabled = true;
                return next(context);
            });
            branch.UseOpenTelemetryPrometheusScrapingEndpoint(Path);
            branch.Run(static context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        });
    }

    private static int ParsePort(string url)
    {
        try
        {
            if (BindingAddress.Parse(url) is { Port: > 0 and <= ushort.MaxValue, PathBase: "" } address && !address.IsUnixPipe && !address.IsNamedPipe)
                return address.Port;
        }
        catch (FormatException)
        {
            // Reported below.
        }

        throw new StartupException($"{SettingsReader.FormatName(Setting)} must be an address to listen on with a port and without a path, such as http://+:9464.");
    }

    // As the host finds them, in its order.
    private static string[] GetUrls(ConfigurationManager configuration)
    {
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
            return Split(urls);
        string[] ports = [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(static port => $"http://*:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(static port => $"https://*:{port}")];
        return ports.Length > 0 ? ports : [DefaultUrl];
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

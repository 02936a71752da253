namespace PortfolioGraph.Server.Hosting;

/// <summary>What the server exports about itself: section <c>Telemetry</c> (environment <c>Telemetry__Name</c>). Everything is off by default.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// Whether traces and metrics are sent to a collector by OTLP. OpenTelemetry's own variables set the rest, such as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>,
    /// <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_SERVICE_NAME</c>, <c>OTEL_TRACES_SAMPLER</c>.
    /// </summary>
    public bool Otlp { get; set; }

    /// <summary>
    /// Where <c>/metrics</c> is served for Prometheus: an address to listen on besides those of the graph, such as <c>http://+:9464</c>, with a port of its own. This port serves
    /// nothing else, and the ports of the graph do not serve <c>/metrics</c>, so that who can reach one need not reach the other. Null: not at all.
    /// </summary>
    public string? PrometheusUrl { get; set; }

    /// <summary>Whether the console log has one JSON object per line, with the ids of trace and span.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>Returns the settings of the configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static TelemetryOptions Read(IConfiguration configuration)
    {
        configuration.RequireReadable(Section, typeof(TelemetryOptions));
        var section = configuration.GetSection(Section);
        foreach (var setting in section.GetChildren())
            setting.RequireKnown(typeof(TelemetryOptions));
        var options = new TelemetryOptions();
        section.Bind(options);
        if (string.IsNullOrWhiteSpace(options.PrometheusUrl))
            options.PrometheusUrl = null;
        return options;
    }
}

using System.Numerics;
using Microsoft.AspNetCore.ResponseCompression;
using PortfolioGraph.Core;
using PortfolioGraph.Redis;
using PortfolioGraph.Server.Types.Entities;
using PortfolioGraph.Server.Types.Holdings;
using PortfolioGraph.Server.Types.Scalars;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Composes the server from the data, the graph and the endpoints.</summary>
internal static partial class PortfolioGraphServer
{
    // What counts is the cost of the operation.
    private const int MaxNodes = 1_000;

    /// <summary>Adds the services of the data and of the graph.</summary>
    /// <param name="builder">The application.</param>
    public static void AddPortfolioGraph(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        var settings = builder.AddAccessControl();
        var documents = TrustedDocuments.Read(settings, builder.Environment.ContentRootPath);
        builder.Services.AddSingleton(documents);
        builder.Services.AddSingleton(_ => documents.Index);
        // Before the data, which keeps existing registrations.
        builder.Services.AddRedis(builder.Configuration);
        builder.Services.AddPortfolioCore(builder.Configuration);
        builder.Services.AddSingleton(services => new AddressLimits(services.GetRequiredService<PortfolioLimits>().MaxAddresses));
        builder.Services.AddSingleton<UpstreamReport>();
        builder.Services.AddSingleton(_ => PortfolioPageFiles.ReadFromApplicationDirectory());
        builder.Services.AddSingleton<PortfolioPage>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddHealth(settings);
        builder.Services.AddResponseCompression(options =>
        {
            // Compression over TLS can leak secrets through the size of a response. These responses contain no secrets.
            options.EnableForHttps = true;
            // Without the media types of event streams and multipart responses, which are sent piece by piece.
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/graphql-response+json", "application/graphql"];
        });
        builder.Services.AddMcp(settings);
        EngineProfile.AddServer(builder.Services, settings).AddPortfolioGraph(settings, documents);
    }

    /// <summary>
    /// Maps <c>/graphql</c>, <c>/mcp</c>, the report files, the health checks, and the page at <c>/</c>. Subscriptions end when the server starts to stop.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <exception cref="StartupException">A trusted document is not valid; the message names its file.</exception>
    public static void MapPortfolioGraph(this WebApplication app)
    {
        EngineProfile.CheckDocuments(app.Services);
        var settings = app.Services.GetRequiredService<ServerOptions>();
        if (app.Services.GetRequiredService<TelemetryOptions>().PrometheusUrl is { } metricsUrl)
            app.UseMetricsListener(metricsUrl);
        if ("true".Equals(app.Configuration[ForwardedHostMiddleware.SwitchName], StringComparison.OrdinalIgnoreCase))
            app.UseMiddleware<ForwardedHostMiddleware>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<RequestFramingMiddleware>();
        app.UseResponseCompression();
        app.UseWebSockets();
        app.UseWhen(context => IsDataRequest(context, settings), branch =>
        {
            branch.UseAccessControl(settings).UseMiddleware<CallerScopeMiddleware>().UseMiddleware<CacheHeadersMiddleware>().UseMiddleware<UpstreamHeaderMiddleware>();
            foreach (var middleware in app.Services.GetServices<IEngineMiddleware>())
                middleware.UseIn(branch);
            branch.UseWhen(static context => McpExtensions.IsMcp(context.Request), static mcp => mcp.UseMiddleware<McpRequestMiddleware>());
        });
        app.MapGraphQL().WithOptions(EngineProfile.EndpointOptions(settings)).WithMetadata(GraphEndpoint.Marker);
        app.MapReportDownload();
        app.MapMcp(settings);
        app.MapHealth();
        app.MapPages(settings);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            // A new process must wait for its first permit. Start that wait now instead of with the first client.
            app.Services.GetRequiredService<ICallBudgetView>();
            // So that the number of subscribers is exported before the first one.
            app.Services.GetRequiredService<IPortfolioWatch>();
        });
        // The listener waits for open requests, and requests of subscriptions do not end by themselves.
        app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<IPortfolioWatch>().End());
    }

    private static bool IsDataRequest(HttpContext context, ServerOptions settings) =>
        context.Request.Path.StartsWithSegments("/graphql")
        || context.Request.Path.StartsWithSegments(ReportDownload.PathPrefix)
        || (settings.Mcp && McpExtensions.IsMcp(context.Request));

    /// <summary>Adds the types, the scalars and the extensions of the graph.</summary>
    /// <param name="graph">The builder of the graph.</param>
    /// <param name="settings">The limits of one request, and what the graph discloses.</param>
    /// <param name="documents">The trusted documents.</param>
    private static void AddPortfolioGraph(this IRequestExecutorBuilder graph, ServerOptions settings, TrustedDocuments documents)
    {
        SetEngineDefaults(graph);
        graph
            .AddPortfolioGraphTypes()
            .BindRuntimeType<Address, AddressType>()
            .BindRuntimeType<decimal, JsonDecimalType>()
            .BindRuntimeType<BigDecimal, BigDecimalType>()
            .BindRuntimeType<BigInteger, BigIntType>()
            .AddPortfolioData()
            .AddSortPositionPaging()
            .AddGlobalObjectIdentification()
            .ModifyOptions(static options => (options.EnableDefer, options.EnableStream, options.MaxAllowedNodeBatchSize) = (true, true, MaxNodes))
            .AddSocketSessionInterceptor<WebSocketApiKeyInterceptor>()
            .AddResultExtension("upstream", UpstreamUsageRecorder.Begin, services => services.GetRequiredService<UpstreamReport>().Read());
        if (settings.Federation)
            graph.AddFederation().AddEntities();
        EngineProfile.AddDocuments(graph, documents);
        EngineProfile.Limit(graph, settings);
    }

    /// <summary>Adjusts engine defaults that differ from what this graph needs, before any type is added. An engine without such defaults does not implement the method.</summary>
    /// <param name="graph">The builder of the graph.</param>
    static partial void SetEngineDefaults(IRequestExecutorBuilder graph);
}

/// <summary>Middleware that a GraphQL engine needs, placed after access control. Registered as a service.</summary>
internal interface IEngineMiddleware
{
    /// <summary>Adds the middleware.</summary>
    /// <param name="branch">The branch of the pipeline that serves data.</param>
    void UseIn(IApplicationBuilder branch);
}

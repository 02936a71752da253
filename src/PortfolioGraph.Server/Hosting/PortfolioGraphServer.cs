using System.Numerics;
using Microsoft.AspNetCore.ResponseCompression;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Holdings;
using PortfolioGraph.Server.Types.Scalars;

namespace PortfolioGraph.Server.Hosting;

/// <summary>What the server is made of: the data, the graph over it, and its addresses.</summary>
internal static partial class PortfolioGraphServer
{
    /// <summary>Adds the data sources and the graph.</summary>
    /// <param name="builder">The application.</param>
    public static void AddPortfolioGraph(this WebApplicationBuilder builder)
    {
        var settings = builder.AddAccessControl();
        builder.Services.AddPortfolioCore(builder.Configuration);
        builder.Services.AddSingleton(services => new AddressLimits(services.GetRequiredService<PortfolioLimits>().MaxAddresses));
        builder.Services.AddSingleton<UpstreamReport>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddHealth(settings);
        builder.Services.AddResponseCompression(options =>
        {
            // What an attacker could measure by the size of an encrypted answer is a secret in it, and there is none in ours.
            options.EnableForHttps = true;
            // Streams of events or parts are not among them: they are sent piece by piece.
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/graphql-response+json", "application/graphql"];
        });
        EngineProfile.AddServer(builder.Services, settings).AddPortfolioGraph(settings);
    }

    /// <summary>
    /// Maps <c>/graphql</c>, the reports as files, the health checks, and at <c>/</c> a page that says what this is. Subscriptions end when the server begins to
    /// stop.
    /// </summary>
    /// <param name="app">The application.</param>
    public static void MapPortfolioGraph(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<ServerOptions>();
        if ("true".Equals(app.Configuration[ForwardedAddress.Switch], StringComparison.OrdinalIgnoreCase))
            app.UseMiddleware<ForwardedAddress>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<RequestFramingMiddleware>();
        app.UseResponseCompression();
        app.UseWebSockets();
        app.UseWhen(IsData, branch =>
        {
            branch.UseAccessControl(settings).UseMiddleware<CallerScopeMiddleware>().UseMiddleware<CacheHeadersMiddleware>();
            foreach (var part in app.Services.GetServices<IEngineMiddleware>())
                part.UseIn(branch);
        });
        app.MapGraphQL().WithOptions(EngineProfile.EndpointOptions(settings));
        app.MapReportDownload();
        app.MapHealth();
        app.MapLandingPage(settings);
        // A new process has no permit yet: the wait for its first one begins now, not with the first client.
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<ICallBudgetView>());
        // Before the listener waits for its requests: those of subscriptions end only so.
        app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<IPortfolioWatch>().End());
    }

    private static bool IsData(HttpContext context) => context.Request.Path.StartsWithSegments("/graphql") || context.Request.Path.StartsWithSegments(ReportDownload.Folder);

    /// <summary>Declares the graph: the types, the scalars, what every answer tells about the calls it took.</summary>
    /// <param name="graph">The server.</param>
    /// <param name="settings">What one request may take, and what is told.</param>
    private static void AddPortfolioGraph(this IRequestExecutorBuilder graph, ServerOptions settings)
    {
        SetEngineDefaults(graph);
        graph
            .AddPortfolioGraphTypes()
            .BindRuntimeType<Address, AddressType>()
            .BindRuntimeType<BigDecimal, BigDecimalType>()
            .BindRuntimeType<BigInteger, BigIntType>()
            .AddPlacePaging()
            .ModifyOptions(static options => (options.EnableDefer, options.EnableStream) = (true, true))
            .AddSocketSessionInterceptor<WebSocketApiKeyInterceptor>()
            .AddFileSystemOperationDocumentStorage(Path.Combine(AppContext.BaseDirectory, "operations"))
            .AddResultExtension("upstream", UpstreamUsageRecorder.Begin, services => services.GetRequiredService<UpstreamReport>().Read());
        EngineProfile.Limit(graph, settings);
    }

    /// <summary>Brings an engine whose own defaults differ to what this graph promises, before any type is added; an engine that needs nothing has no such part.</summary>
    /// <param name="graph">The server.</param>
    static partial void SetEngineDefaults(IRequestExecutorBuilder graph);
}

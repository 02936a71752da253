using Couverture.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>A host with the HotChocolate middleware and a fake engine. It records the requests that reach the engine.</summary>
internal sealed class MiddlewareHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MiddlewareHost(WebApplication app) => _app = app;

    /// <summary>The HTTP client of the host.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The requests that reached the engine.</summary>
    public List<ForwardedRequest> Forwarded { get; } = [];

    /// <summary>Starts a host.</summary>
    /// <param name="settings">The limits.</param>
    /// <param name="documents">The trusted documents; null for none.</param>
    /// <param name="engine">The fake engine; null for one that responds with an empty object.</param>
    public static async Task<MiddlewareHost> StartAsync(ServerOptions? settings = null, RequestDelegate? engine = null, PersistedDocuments? documents = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings ?? ServerProfiles.Of(ServerProfile.Development));
        builder.Services.AddSingleton(documents ?? PersistedDocuments.Empty);
        builder.Services.AddSingleton<HotChocolateMiddleware>();
        var app = builder.Build();
        var host = new MiddlewareHost(app);
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseWebSockets();
        app.UseMiddleware<CacheHeadersMiddleware>();
        app.Services.GetRequiredService<HotChocolateMiddleware>().UseIn(app);
        app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            host.Forwarded.Add(new ForwardedRequest(context.Request.QueryString.ToString(), await body.ReadToEndAsync(), new HeaderDictionary(context.Request.Headers.ToDictionary())));
            await (engine?.Invoke(context) ?? context.Response.WriteAsync("{}"));
        });
        await app.StartAsync();
        host.Client = app.GetTestClient();
        host.Client.DefaultRequestHeaders.Accept.ParseAdd("application/graphql-response+json");
        return host;
    }

    /// <summary>Creates a client that opens WebSockets to the host.</summary>
    public WebSocketClient CreateWebSocketClient() => _app.GetTestServer().CreateWebSocketClient();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>A request as the engine receives it.</summary>
    /// <param name="Query">The query string.</param>
    /// <param name="Body">The body.</param>
    /// <param name="Headers">The headers.</param>
    internal sealed record ForwardedRequest(string Query, string Body, IHeaderDictionary Headers);
}

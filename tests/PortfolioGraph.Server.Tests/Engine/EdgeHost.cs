using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>What stands in front of HotChocolate, in front of an engine that a test makes up: the test sees what the engine gets.</summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EdgeHost(WebApplication app) => _app = app;

    /// <summary>Speaks HTTP with the host.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The requests that reached the engine.</summary>
    public List<SeenRequest> Seen { get; } = [];

    /// <summary>Starts a host.</summary>
    /// <param name="settings">The limits.</param>
    /// <param name="engine">Answers what comes through; null: with an empty object.</param>
    public static async Task<EdgeHost> StartAsync(ServerOptions? settings = null, RequestDelegate? engine = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings ?? ServerProfiles.Of(ServerProfile.Development));
        builder.Services.AddSingleton<HotChocolateMiddleware>();
        var app = builder.Build();
        var host = new EdgeHost(app);
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseWebSockets();
        app.UseMiddleware<CacheHeadersMiddleware>();
        app.Services.GetRequiredService<HotChocolateMiddleware>().UseIn(app);
        app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            host.Seen.Add(new SeenRequest(context.Request.QueryString.ToString(), await body.ReadToEndAsync(), new HeaderDictionary(context.Request.Headers.ToDictionary())));
            await (engine?.Invoke(context) ?? context.Response.WriteAsync("{}"));
        });
        await app.StartAsync();
        host.Client = app.GetTestClient();
        host.Client.DefaultRequestHeaders.Accept.ParseAdd("application/graphql-response+json");
        return host;
    }

    /// <summary>Opens WebSockets to the host.</summary>
    public WebSocketClient CreateWebSocketClient() => _app.GetTestServer().CreateWebSocketClient();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>A request as the engine gets it.</summary>
    /// <param name="Query">The query string.</param>
    /// <param name="Body">The body.</param>
    /// <param name="Headers">The headers.</param>
    internal sealed record SeenRequest(string Query, string Body, IHeaderDictionary Headers);
}

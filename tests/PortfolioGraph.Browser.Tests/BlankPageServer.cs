using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PortfolioGraph.Browser.Tests;

/// <summary>A web server of its own port, and therefore of its own origin, with an empty page at every path.</summary>
internal sealed class BlankPageServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BlankPageServer(WebApplication app) => _app = app;

    /// <summary>The server's port.</summary>
    public int Port => new Uri(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Port;

    public static async Task<BlankPageServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!doctype html><title>Blank</title>");
        });
        await app.StartAsync();
        return new BlankPageServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

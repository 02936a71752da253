using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PortfolioGraph.Server.Tests.Telemetry;

/// <summary>Receives what a server exports by OTLP over HTTP. The texts of its messages are in UTF-8, so that they can be searched without their schema.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = [];
    private readonly WebApplication _app;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public string Address => _app.Urls.Single();

    /// <summary>Starts a collector.</summary>
    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Returns all messages of a signal as text.</summary>
    /// <param name="signal"><c>traces</c> or <c>metrics</c>.</param>
    public string TextOf(string signal) => string.Join('\n', _received.Where(message => message.Path == $"/v1/{signal}").Select(static message => Encoding.UTF8.GetString(message.Body)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

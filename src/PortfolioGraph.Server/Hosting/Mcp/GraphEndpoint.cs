using Microsoft.Net.Http.Headers;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Runs operations through the endpoint of the graph in this process, so that each has the limits, caches, telemetry and errors of a request to <c>/graphql</c>, on either engine. What
/// surrounds a request, such as the API key and the request limits, applies to the request of the caller only.
/// </summary>
/// <param name="services">The application's services.</param>
/// <param name="middleware">The middleware of the engine.</param>
/// <param name="endpoints">The endpoints of the application.</param>
internal sealed class GraphEndpoint(IServiceProvider services, IEnumerable<IEngineMiddleware> middleware, EndpointDataSource endpoints)
{
    private const string GraphPath = "/graphql";
    private const string Json = "application/json";

    // The endpoints are complete when the first request arrives.
    private readonly Lazy<(Endpoint Endpoint, RequestDelegate Pipeline)> _graph = new(() => Build(services, middleware, endpoints));

    /// <summary>Marks the endpoint of the graph.</summary>
    public static object Marker { get; } = new EndpointMarker();

    /// <summary>Runs a request.</summary>
    /// <param name="caller">The request on whose behalf the operation runs.</param>
    /// <param name="body">The GraphQL request as JSON.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The response as JSON. If the document has <c>@defer</c>, it is the complete response on Couverture, and an error on HotChocolate, which rejects such a document from a client that accepts only JSON.</returns>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    public async Task<ReadOnlyMemory<byte>> RunAsync(HttpContext caller, byte[] body, CancellationToken cancellationToken)
    {
        var (endpoint, pipeline) = _graph.Value;
        using var response = new MemoryStream();
        var context = CreateContext(caller, body, response, cancellationToken);
        context.SetEndpoint(endpoint);
        await pipeline(context);
        await context.Response.CompleteAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return response.ToArray();
    }

    private static DefaultHttpContext CreateContext(HttpContext caller, byte[] body, MemoryStream response, CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = caller.RequestServices,
            RequestAborted = cancellationToken,
            User = caller.User,
            TraceIdentifier = caller.TraceIdentifier,
        };
        context.Connection.RemoteIpAddress = caller.Connection.RemoteIpAddress;
        var request = context.Request;
        (request.Protocol, request.Scheme, request.Host, request.PathBase, request.Path) = (caller.Request.Protocol, caller.Request.Scheme, caller.Request.Host, caller.Request.PathBase, GraphPath);
        request.Method = HttpMethods.Post;
        // Without a media type of streams, so that the response is one JSON object.
        request.Headers[HeaderNames.Accept] = Json;
        request.ContentType = Json;
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body, writable: false);
        context.Response.Body = response;
        return context;
    }

    private static (Endpoint Endpoint, RequestDelegate Pipeline) Build(IServiceProvider services, IEnumerable<IEngineMiddleware> middleware, EndpointDataSource endpoints)
    {
        var endpoint = endpoints.Endpoints.Single(static candidate => candidate.Metadata.GetMetadata<EndpointMarker>() is not null);
        var pipeline = new ApplicationBuilder(services);
        foreach (var part in middleware)
            part.UseIn(pipeline);
        pipeline.Run(endpoint.RequestDelegate!);
        return (endpoint, pipeline.Build());
    }

    private sealed class EndpointMarker;
}

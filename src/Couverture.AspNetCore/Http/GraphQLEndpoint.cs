using Couverture.AspNetCore.Ide;
using Couverture.AspNetCore.Sdl;
using Couverture.AspNetCore.ServerSentEvents;
using Couverture.AspNetCore.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.Http;

/// <summary>Handles all requests at and below the address of a GraphQL endpoint: selects the handler and turns every failure into a response.</summary>
internal sealed class GraphQLEndpoint(
    OperationEndpoint operations,
    SingleConnectionEndpoint singleConnection,
    SocketEndpoint sockets,
    SchemaDocument schema,
    IdeSite ide,
    ILogger<GraphQLEndpoint> logger)
{
    /// <summary>The name of the route value with the path below the endpoint's address; absent at the address itself.</summary>
    public const string SubpathKey = "subpath";

    private static readonly GraphQLServerOptions DefaultOptions = new();

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            var options = context.GetEndpoint()?.Metadata.GetMetadata<GraphQLServerOptions>() ?? DefaultOptions;
            RequestBody.LimitSize(context, options.MaxRequestBodySize);
            await (context.Request.RouteValues[SubpathKey] is string subpath ? HandleSubpathAsync(context, subpath, options) : HandleAsync(context, options));
        }
        catch (RejectedException exception)
        {
            await RejectionWriter.WriteAsync(context, exception.Rejection);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || exception is ConnectionAbortedException)
        {
            // The client has disconnected, so there is no response and no server error. The status is for the access log.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "A GraphQL request failed unexpectedly.");
            if (context.Response.HasStarted)
                context.Abort();
            else
                await RejectionWriter.WriteAsync(context, Rejection.InternalError());
        }
    }

    private Task HandleAsync(HttpContext context, GraphQLServerOptions options)
    {
        var request = context.Request;
        if (SocketEndpoint.IsWebSocketRequest(context))
            return sockets.HandleAsync(context, options);
        if (HasSingleConnection(options) && SingleConnectionEndpoint.IsSingleConnectionRequest(request))
            return singleConnection.HandleAsync(context, options);
        if (HttpMethods.IsPost(request.Method))
            return operations.HandleAsync(context, options);
        if (HttpMethods.IsOptions(request.Method))
            return WriteOptions(context.Response, AllowedMethods(options));
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            throw new RejectedException(Rejection.MethodNotAllowed(request.Method, AllowedMethods(options)));
        if (request.Query.ContainsKey("sdl"))
            return options.EnableSchemaRequests
                ? SchemaEndpoint.HandleAsync(context, schema)
                : throw new RejectedException(Rejection.NotFound("This server does not publish its schema."));
        if (options.Tool.Enable && !RequestParameters.ContainDocument(request.Query) && MediaRanges.AcceptHtml(request.Headers.Accept))
            return ide.ServeIndexAsync(context, options);
        if (!options.EnableGetRequests)
            throw new RejectedException(Rejection.GetDisabled(AllowedMethods(options)));
        return operations.HandleAsync(context, options);
    }

    private Task HandleSubpathAsync(HttpContext context, string subpath, GraphQLServerOptions options)
    {
        const string Allow = "GET, HEAD, OPTIONS";
        var method = context.Request.Method;
        if (!options.Tool.Enable || !ide.Contains(subpath))
            throw new RejectedException(Rejection.NotFound("There is nothing at this address. The GraphQL endpoint is at a parent path."));
        if (HttpMethods.IsOptions(method))
            return WriteOptions(context.Response, Allow);
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            throw new RejectedException(Rejection.MethodNotAllowed(method, Allow));
        return ide.ServeFileAsync(context, subpath, options);
    }

    private static Task WriteOptions(HttpResponse response, string allow)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.Allow = allow;
        return Task.CompletedTask;
    }

    private static bool HasSingleConnection(GraphQLServerOptions options) => options.EventStreams is { Enable: true, EnableSingleConnection: true };

    private static string AllowedMethods(GraphQLServerOptions options) => string.Join(
        ", ",
        [
            .. options.EnableGetRequests || options.EnableSchemaRequests || options.Tool.Enable || HasSingleConnection(options) ? (string[])["GET", "HEAD"] : [],
            "POST",
            .. HasSingleConnection(options) ? (string[])["PUT", "DELETE"] : [],
            "OPTIONS",
        ]);
}

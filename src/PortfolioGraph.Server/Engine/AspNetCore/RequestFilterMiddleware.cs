using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Validates and rewrites requests before HotChocolate reads them. HotChocolate has no setting for the size of a body, the time to read it and the size of a
/// batch. It sends no body for requests that it does not handle, and it reads the id of a document from one member only (<see cref="RequestRewriter"/>).
/// </summary>
/// <param name="next">The next middleware.</param>
/// <param name="settings">The limits.</param>
/// <param name="documents">The trusted documents.</param>
/// <param name="time">The clock of the body timeout.</param>
internal sealed class RequestFilterMiddleware(RequestDelegate next, ServerOptions settings, PersistedDocuments documents, TimeProvider time)
{
    private const string Allow = "GET, POST, OPTIONS";
    private const string PreflightHeader = "GraphQL-Preflight";
    private const string ApolloPreflightHeader = "Apollo-Require-Preflight";

    private static readonly string[] SupportedMediaTypes = ["application/graphql-response+json", "application/json", "multipart/mixed", "text/event-stream"];

    private readonly RequestRewriter _rewriter = new(settings, documents);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (!await PrepareAsync(context))
                return;
        }
        catch (RequestRejectedException rejection)
        {
            await RejectAsync(context, rejection);
            return;
        }

        await next(context);
        if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false })
            await RejectAsync(context, new RequestRejectedException(StatusCodes.Status404NotFound, EngineErrorCodes.NotFound, "There is nothing at this address. The GraphQL endpoint is /graphql."));
    }

    private async Task<bool> PrepareAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (context.WebSockets.IsWebSocketRequest)
            return true;
        if (HttpMethods.IsPost(request.Method))
            return await ReadPostAsync(context);
        if (HttpMethods.IsGet(request.Method))
        {
            ReadGet(request, response);
            return true;
        }

        if (!HttpMethods.IsOptions(request.Method))
            throw new RequestRejectedException(StatusCodes.Status405MethodNotAllowed, EngineErrorCodes.MethodNotAllowed, $"This address does not support this method. Use one of {Allow}.");
        (response.StatusCode, response.Headers.Allow) = (StatusCodes.Status204NoContent, Allow);
        return false;
    }

    private void ReadGet(HttpRequest request, HttpResponse response)
    {
        response.Headers.Vary = HeaderNames.Accept;
        if (!IsOperationRequest(request))
            return;
        CheckAccept(request.Headers.Accept);
        if (settings.RequirePreflight && !request.Headers.ContainsKey(PreflightHeader))
        {
            // HotChocolate only accepts its own header.
            request.Headers[PreflightHeader] = request.Headers.ContainsKey(ApolloPreflightHeader) ? "1" : throw new RequestRejectedException(
                StatusCodes.Status400BadRequest,
                EngineErrorCodes.PreflightRequired,
                $"GET requests must send the header {PreflightHeader}: 1 (CSRF protection). Add it, or use POST.");
        }

        request.QueryString = _rewriter.RewriteQuery(request.Query);
    }

    // Other GET requests are for the schema file, the page of the IDE and the files of that page.
    private static bool IsOperationRequest(HttpRequest request) => RequestRewriter.HasDocument(request.Query)
        || (request.Path.Value?.TrimEnd('/').EndsWith("/graphql", StringComparison.OrdinalIgnoreCase) is true
            && !request.Query.ContainsKey("sdl")
            && !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private async Task<bool> ReadPostAsync(HttpContext context)
    {
        var request = context.Request;
        CheckAccept(request.Headers.Accept);
        if (await LimitedBody.ReadAsync(context, settings, time) is not { } body)
            return false;
        var rewritten = _rewriter.RewriteBody(body);
        request.Body = new MemoryStream(rewritten, writable: false);
        request.ContentLength = rewritten.Length;
        // HotChocolate can run several operations of one document through a query parameter. Here, only the body selects the operation.
        request.QueryString = QueryString.Empty;
        return true;
    }

    private static void CheckAccept(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            throw RequestRejectedException.Invalid("The Accept header cannot be parsed. Send a list of media types such as application/json.");
        if (!ranges.Any(range => range.Quality is not 0 && SupportedMediaTypes.Any(mediaType => Matches(range, mediaType))))
        {
            throw new RequestRejectedException(
                StatusCodes.Status406NotAcceptable,
                EngineErrorCodes.NotAcceptable,
                "The Accept header allows no media type that this server can produce. Accept application/graphql-response+json or application/json, and text/event-stream for subscriptions.");
        }
    }

    private static bool Matches(MediaTypeHeaderValue range, string mediaType) =>
        range.MatchesAllTypes
        || (range.MatchesAllSubTypes && mediaType.StartsWith($"{range.Type}/", StringComparison.OrdinalIgnoreCase))
        || range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    private static Task RejectAsync(HttpContext context, RequestRejectedException rejection)
    {
        if (rejection.Status == StatusCodes.Status405MethodNotAllowed)
            context.Response.Headers.Allow = Allow;
        return rejection.WriteAsync(context);
    }
}

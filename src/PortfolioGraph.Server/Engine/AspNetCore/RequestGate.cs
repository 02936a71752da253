using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Reads a request before HotChocolate does, which has no setting for the bytes of a body, the time for it and the size of a batch, leaves what is not
/// for it without a body, and knows the id of a document by one name only (<see cref="RequestRewriter"/>).
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="settings">The limits.</param>
/// <param name="time">Measures the time for a body.</param>
internal sealed class RequestGate(RequestDelegate next, ServerOptions settings, TimeProvider time)
{
    private const string Allow = "GET, POST, OPTIONS";
    private const string PreflightHeader = "GraphQL-Preflight";
    private const string PreflightHeaderOfApollo = "Apollo-Require-Preflight";

    private static readonly string[] Offered = ["application/graphql-response+json", "application/json", "multipart/mixed", "text/event-stream"];

    private readonly RequestRewriter _rewriter = new(settings);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (!await IsForEngineAsync(context))
                return;
        }
        catch (RequestRejectedException refused)
        {
            await RefuseAsync(context, refused);
            return;
        }

        await next(context);
        if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false })
            await RefuseAsync(context, new RequestRejectedException(StatusCodes.Status404NotFound, EngineCodes.NotFound, "There is nothing at this address; the GraphQL endpoint is /graphql."));
    }

    private async Task<bool> IsForEngineAsync(HttpContext context)
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
            throw new RequestRejectedException(StatusCodes.Status405MethodNotAllowed, EngineCodes.MethodNotAllowed, $"This address does not answer this method; use one of {Allow}.");
        (response.StatusCode, response.Headers.Allow) = (StatusCodes.Status204NoContent, Allow);
        return false;
    }

    private void ReadGet(HttpRequest request, HttpResponse response)
    {
        response.Headers.Vary = HeaderNames.Accept;
        if (!AsksForOperation(request))
            return;
        CheckAccept(request.Headers.Accept);
        if (settings.RequirePreflight && !request.Headers.ContainsKey(PreflightHeader))
        {
            // HotChocolate knows its own header only.
            request.Headers[PreflightHeader] = request.Headers.ContainsKey(PreflightHeaderOfApollo) ? "1" : throw new RequestRejectedException(
                StatusCodes.Status400BadRequest,
                EngineCodes.PreflightRequired,
                $"An operation by GET needs the header {PreflightHeader}: 1 here, which no page of another site can send unasked; or send it by POST.");
        }

        request.QueryString = _rewriter.OfQuery(request.Query);
    }

    // What else comes by GET: the schema as a file, and for browsers the page of the IDE and the files below it.
    private static bool AsksForOperation(HttpRequest request) => RequestRewriter.NamesDocument(request.Query)
        || (request.Path.Value?.TrimEnd('/').EndsWith("/graphql", StringComparison.OrdinalIgnoreCase) is true
            && !request.Query.ContainsKey("sdl")
            && !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private async Task<bool> ReadPostAsync(HttpContext context)
    {
        var request = context.Request;
        CheckAccept(request.Headers.Accept);
        CheckContent(request);
        if (await ReadBodyAsync(context) is not { } body)
            return false;
        var rewritten = _rewriter.OfBody(body);
        request.Body = new MemoryStream(rewritten, writable: false);
        request.ContentLength = rewritten.Length;
        // HotChocolate runs several operations of one document by a parameter of the address; here the body alone says what to run.
        request.QueryString = QueryString.Empty;
        return true;
    }

    private static void CheckAccept(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            throw RequestRejectedException.Invalid("The Accept header cannot be parsed; it is a list of media types such as application/json.");
        if (!ranges.Any(range => range.Quality is not 0 && Offered.Any(offered => Matches(range, offered))))
        {
            throw new RequestRejectedException(
                StatusCodes.Status406NotAcceptable,
                EngineCodes.NotAcceptable,
                "The Accept header allows no media type this server can answer in; accept application/graphql-response+json or application/json, and for a subscription text/event-stream.");
        }
    }

    private static bool Matches(MediaTypeHeaderValue range, string offered) =>
        range.MatchesAllTypes
        || (range.MatchesAllSubTypes && offered.StartsWith($"{range.Type}/", StringComparison.OrdinalIgnoreCase))
        || range.MediaType.Equals(offered, StringComparison.OrdinalIgnoreCase);

    private static void CheckContent(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
        var charset = HeaderUtilities.RemoveQuotes(type?.Charset ?? default);
        var isUtf8 = !charset.HasValue || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);
        var isPlain = request.Headers.ContentEncoding.ToString() is "" or "identity";
        if (!isJson || !isUtf8 || !isPlain)
        {
            throw new RequestRejectedException(
                StatusCodes.Status415UnsupportedMediaType,
                EngineCodes.UnsupportedMediaType,
                "The body must be JSON in UTF-8, uncompressed; send it with the header Content-Type: application/json.");
        }
    }

    /// <summary>The whole body; null where the client has left.</summary>
    private async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        var limit = settings.MaxBodyBytes;
        // The server counts the framing of chunks as well, which must not cost a body its last bytes.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = Math.Min(server.MaxRequestBodySize ?? long.MaxValue, (2L * limit) + 1024);
        if (context.Request.ContentLength > limit)
            throw RequestRejectedException.TooLarge(limit);
        using var tooLate = new CancellationTokenSource(settings.RequestTimeout, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, tooLate.Token);
        try
        {
            return await ReadAsync(context.Request, limit, reading.Token);
        }
        catch (OperationCanceledException) when (tooLate.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw RequestRejectedException.Unread(StatusCodes.Status408RequestTimeout);
        }
        catch (BadHttpRequestException exception)
        {
            throw exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? RequestRejectedException.TooLarge(limit) : RequestRejectedException.Unread(exception.StatusCode);
        }
        catch (IOException exception) when (exception.InnerException is OverflowException)
        {
            // The size of a chunk is beyond what the web server counts with, which it reports in no other way.
            throw RequestRejectedException.Unread(StatusCodes.Status400BadRequest);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The status is for the access log.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw RequestRejectedException.TooLarge(limit);
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Task RefuseAsync(HttpContext context, RequestRejectedException refused)
    {
        var headers = context.Response.Headers;
        if (refused.Status == StatusCodes.Status405MethodNotAllowed)
            headers.Allow = Allow;
        if (refused.ClosesConnection && HttpProtocol.IsHttp11(context.Request.Protocol))
            headers.Connection = "close";
        return ErrorResponse.WriteAsync(context, refused.Status ?? ErrorResponse.GetStatusWithoutData(context.Request), refused.Code, refused.Message);
    }
}

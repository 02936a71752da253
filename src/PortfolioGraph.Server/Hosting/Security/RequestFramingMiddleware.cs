using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Rejects requests with both <c>Content-Length</c> and <c>Transfer-Encoding</c>, and HTTP/1.0 requests with <c>Transfer-Encoding</c> (RFC 9112, section 6.1). Such
/// requests allow request smuggling. If a proxy uses the other header, a part of one request looks like a second request to this server.
/// </summary>
/// <param name="next">The next middleware.</param>
internal sealed class RequestFramingMiddleware(RequestDelegate next)
{
    // Kestrel moves a Content-Length that it ignores to this header.
    private const string IgnoredLengthHeader = "X-Content-Length";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isAmbiguous = headers.ContentLength is not null || headers.ContainsKey(IgnoredLengthHeader) || HttpProtocol.IsHttp10(context.Request.Protocol);
        if (headers.TransferEncoding.Count == 0 || !isAmbiguous)
            return next(context);
        context.Response.Headers.Connection = "close";
        return ErrorResponse.WriteAsync(context, StatusCodes.Status400BadRequest, EngineErrorCodes.HttpRequestInvalid, "Send either Content-Length or Transfer-Encoding: chunked, not both. HTTP/1.0 requests must send Content-Length.");
    }
}

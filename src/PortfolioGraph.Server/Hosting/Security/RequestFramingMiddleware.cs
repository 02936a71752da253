using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Refuses a request that says its length and comes in chunks as well, or in chunks by HTTP/1.0 (RFC 9112, section 6.1): a proxy in front may have read the other of the
/// two, and taken what this server sees as a second request for a part of the first.
/// </summary>
/// <param name="next">What answers.</param>
internal sealed class RequestFramingMiddleware(RequestDelegate next)
{
    // Where Kestrel puts the length that it does not heed.
    private const string UnheededLength = "X-Content-Length";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isAmbiguous = headers.ContentLength is not null || headers.ContainsKey(UnheededLength) || HttpProtocol.IsHttp10(context.Request.Protocol);
        if (headers.TransferEncoding.Count == 0 || !isAmbiguous)
            return next(context);
        context.Response.Headers.Connection = "close";
        return ErrorResponse.WriteAsync(context, StatusCodes.Status400BadRequest, GraphErrorCodes.RequestInvalid, "A request names its length or comes in chunks, not both, and in HTTP/1.0 not in chunks.");
    }
}

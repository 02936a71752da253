namespace PortfolioGraph.Server.Hosting;

/// <summary>The URL by which clients reach this server, with which every absolute link to the server starts.</summary>
internal static class PublicBaseUrl
{
    /// <summary>
    /// Returns the scheme, the host and the path before this server's own paths, without a trailing slash. They come from <c>Server:PublicUrl</c> if it is set, or else
    /// from the request. Null if the request has no host.
    /// </summary>
    /// <param name="context">The request.</param>
    public static string? Get(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<ServerOptions>().PublicUrl is { } url)
            return url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var request = context.Request;
        // A proxy, or a client that imitates one, can send any scheme. A link must have one that is safe in a browser.
        return request.Host.HasValue ? $"{(request.IsHttps ? "https" : "http")}://{request.Host}{request.PathBase.ToUriComponent().TrimEnd('/')}" : null;
    }
}

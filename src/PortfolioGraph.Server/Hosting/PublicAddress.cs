namespace PortfolioGraph.Server.Hosting;

/// <summary>The address by which clients reach this server. Every absolute link to it begins with that address.</summary>
internal static class PublicAddress
{
    /// <summary>
    /// Returns the scheme, the host and the path in front of this server's own paths, without a slash at the end: <c>Server:PublicUrl</c> if it is set, else what the
    /// request names. Null if the request names no host.
    /// </summary>
    /// <param name="context">The request.</param>
    public static string? Of(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<ServerOptions>().PublicUrl is { } url)
            return url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var request = context.Request;
        // A proxy, or a client that speaks like one, may name any scheme; a link has one that a browser follows safely.
        return request.Host.HasValue ? $"{(request.IsHttps ? "https" : "http")}://{request.Host}{request.PathBase.ToUriComponent().TrimEnd('/')}" : null;
    }
}

using System.Buffers;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Replaces the host and the path base of a request with the forwarded ones of a proxy (<c>X-Forwarded-Host</c>, <c>X-Forwarded-Prefix</c>). The forwarded host must
/// be in <c>AllowedHosts</c>. A list that allows every host allows none here, because any client can send these headers. With any other forwarded host, the request
/// keeps its own host and path.
/// </summary>
/// <remarks>The switch of the framework reads <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> only.</remarks>
/// <param name="next">The next middleware.</param>
/// <param name="filtering">The hosts that host filtering allows.</param>
internal sealed class ForwardedHostMiddleware(RequestDelegate next, IOptionsMonitor<HostFilteringOptions> filtering)
{
    /// <summary>The framework's switch for forwarded headers, <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> in the environment.</summary>
    public const string SwitchName = "ForwardedHeaders_Enabled";

    private const string HostHeader = "X-Forwarded-Host";
    private const string PrefixHeader = "X-Forwarded-Prefix";

    // Host filtering treats each of these as every host.
    private static readonly string[] Wildcards = ["*", "[::]", "0.0.0.0"];
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var (host, prefix) = (GetLastValue(request, HostHeader), GetLastValue(request, PrefixHeader));
        if ((host is null && prefix is null) || GetListedHosts() is not { } listed || (host is not null && !IsListed(listed, host)))
            return next(context);

        if (host is not null)
            request.Host = new HostString(host);
        // Two slashes would start a host instead of a path.
        if (prefix is ['/', not '/', ..])
            request.PathBase = PathString.FromUriComponent(prefix.TrimEnd('/'));
        return next(context);
    }

    // Each proxy appends its value. Only the last value is known to come from a proxy.
    private static string? GetLastValue(HttpRequest request, string header) => request.Headers.GetCommaSeparatedValues(header) is [.., { Length: > 0 } nearest] ? nearest : null;

    private List<StringSegment>? GetListedHosts()
    {
        var hosts = filtering.CurrentValue.AllowedHosts.Select(host => new HostString(host).ToUriComponent()).ToList();
        return hosts.Count == 0 || hosts.Exists(Wildcards.Contains) ? null : hosts.ConvertAll(host => new StringSegment(host));
    }

    private static bool IsListed(List<StringSegment> listed, string host) =>
        !host.AsSpan().ContainsAnyExcept(HostCharacters) && Uri.TryCreate($"http://{host}", UriKind.Absolute, out _) && HostString.MatchesAny(host, listed);
}

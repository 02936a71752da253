using System.Buffers;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Takes the host and the path that a proxy was asked for (<c>X-Forwarded-Host</c>, <c>X-Forwarded-Prefix</c>) for those of the request. The host must be among
/// <c>AllowedHosts</c>, and a list that allows every host allows none here, because any client can send these headers. A request with another forwarded host
/// keeps its own host and path.
/// </summary>
/// <remarks>The framework's own switch reads <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> only.</remarks>
/// <param name="next">What answers.</param>
/// <param name="filtering">The hosts that the framework's host filtering allows.</param>
internal sealed class ForwardedAddress(RequestDelegate next, IOptionsMonitor<HostFilteringOptions> filtering)
{
    /// <summary>The framework's switch for forwarded headers, <c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c> in the environment.</summary>
    public const string Switch = "ForwardedHeaders_Enabled";

    private const string HostHeader = "X-Forwarded-Host";
    private const string PrefixHeader = "X-Forwarded-Prefix";

    // These allow every host, as host filtering reads them.
    private static readonly string[] Wildcards = ["*", "[::]", "0.0.0.0"];
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var (host, prefix) = (NearestOf(request, HostHeader), NearestOf(request, PrefixHeader));
        if ((host is null && prefix is null) || ListedHosts() is not { } listed || (host is not null && !IsAmong(listed, host)))
            return next(context);

        if (host is not null)
            request.Host = new HostString(host);
        // Two slashes would begin a host, where a path is expected.
        if (prefix is ['/', not '/', ..])
            request.PathBase = PathString.FromUriComponent(prefix.TrimEnd('/'));
        return next(context);
    }

    // Each proxy adds its value to those before. Only what the nearest one says is known to come from a proxy.
    private static string? NearestOf(HttpRequest request, string header) => request.Headers.GetCommaSeparatedValues(header) is [.., { Length: > 0 } nearest] ? nearest : null;

    private List<StringSegment>? ListedHosts()
    {
        var hosts = filtering.CurrentValue.AllowedHosts.Select(host => new HostString(host).ToUriComponent()).ToList();
        return hosts.Count == 0 || hosts.Exists(Wildcards.Contains) ? null : hosts.ConvertAll(host => new StringSegment(host));
    }

    private static bool IsAmong(List<StringSegment> listed, string host) =>
        !host.AsSpan().ContainsAnyExcept(HostCharacters) && Uri.TryCreate($"http://{host}", UriKind.Absolute, out _) && HostString.MatchesAny(host, listed);
}

using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>Formats a call of the sandbox's log as a short text for assertions.</summary>
internal static class CallFormatter
{
    /// <summary>
    /// Returns the route and the query without <c>use_cache</c>, for example <c>v5.0/general/current_value addresses=d8da+e000</c>. Addresses are shortened to four digits and
    /// joined by a plus.
    /// </summary>
    /// <param name="call">The call.</param>
    public static string Of(SandboxCall call)
    {
        var query = call.Query
            .Where(p => p.Key != "use_cache")
            .GroupBy(p => p.Key, p => p.Key == "addresses" ? p.Value[2..6] : p.Value)
            .Select(g => $"{g.Key}={string.Join('+', g)}");
        return string.Join(' ', query.Prepend(call.Path));
    }
}

using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>A call of the sandbox's log as short text that a test can state.</summary>
internal static class CallFormatter
{
    /// <summary>Route and query without <c>use_cache</c>; addresses by their first four digits, joined by a plus: <c>v5.0/general/current_value addresses=d8da+e000</c>.</summary>
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

using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Upstream;

/// <summary>Options of one upstream call. The default has no permit and lets the upstream use its cache.</summary>
/// <param name="Permit">
/// A granted permit. The first attempt uses it. Retries and further calls with the same options request their own permits. The deadline of each call
/// (<see cref="UpstreamOptions.Timeout"/>) counts from <see cref="CallPermit.RequestedAt"/>. The owner disposes of the permit, which returns it if it was not used.
/// </param>
/// <param name="BypassCache">Whether to bypass the upstream's own cache (CONTRACT, "Common parameters": <c>use_cache</c>).</param>
public readonly record struct UpstreamCallOptions(CallPermit? Permit = null, bool BypassCache = false);

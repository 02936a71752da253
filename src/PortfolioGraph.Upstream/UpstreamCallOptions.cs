namespace PortfolioGraph.Upstream;

/// <summary>How one upstream call is made; the default has no permit and lets the upstream use its cache.</summary>
/// <param name="Permit">
/// A granted permit. The first attempt uses it; retries and further calls with the same options request permits of their own. The deadline of each call
/// (<see cref="UpstreamOptions.Timeout"/>) counts from <see cref="CallPermit.RequestedAt"/>. The owner disposes of the permit, which returns it if no attempt used it.
/// </param>
/// <param name="BypassCache">Whether the upstream must not answer from its own cache (CONTRACT, "Common parameters": <c>use_cache</c>).</param>
public readonly record struct UpstreamCallOptions(CallPermit? Permit = null, bool BypassCache = false);

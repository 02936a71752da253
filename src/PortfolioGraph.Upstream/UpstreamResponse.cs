namespace PortfolioGraph.Upstream;

/// <summary>An answer and its age.</summary>
/// <typeparam name="T">The wire record or list of records.</typeparam>
/// <param name="Result">What stood in the answer's <c>result</c>, or the bare answer.</param>
/// <param name="AsOf">When the upstream computed it: <c>meta.cached_at</c> if given (never later than the receipt), else the time of receipt.</param>
/// <param name="FromUpstreamCache">Whether <c>meta.cached_at</c> was given, that is whether the upstream served it from its own cache.</param>
public sealed record UpstreamResponse<T>(T Result, DateTimeOffset AsOf, bool FromUpstreamCache);

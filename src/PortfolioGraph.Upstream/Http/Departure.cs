namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// Tells the budget when an attempt really leaves. Between taking a permit and the request's first byte may lie a connection that is opened first, and its
/// handshake: the upstream sees the call that much later, and the next one that much too early after it.
/// </summary>
internal static class Departure
{
    private static readonly AsyncLocal<CallPermit?> Current = new();

    /// <summary>Names the permit that this asynchronous flow's next request leaves with.</summary>
    public static void Of(CallPermit? permit) => Current.Value = permit;

    /// <summary>Notes that the request of this asynchronous flow leaves now.</summary>
    public static void Note() => Current.Value?.Depart();
}

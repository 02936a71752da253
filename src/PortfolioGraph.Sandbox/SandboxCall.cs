namespace PortfolioGraph.Sandbox;

/// <summary>One call that reached the sandbox. The key is never kept.</summary>
/// <param name="Path">Below the prefix, e.g. <c>v5.0/general/current_value</c>; outside it, the whole path with its slash.</param>
/// <param name="Query">Name and value of every parameter, decoded, in the order they were sent.</param>
/// <param name="HasKey">A bearer token was sent.</param>
/// <param name="Status">The status answered; null while there is none, and for good when the connection was cut.</param>
/// <param name="Time">When it came in.</param>
public sealed record SandboxCall(string Path, IReadOnlyList<KeyValuePair<string, string>> Query, bool HasKey, int? Status, DateTimeOffset Time)
{
    /// <summary>The values of one parameter, in order.</summary>
    public IReadOnlyList<string> Values(string name) => [.. Query.Where(p => p.Key == name).Select(p => p.Value)];

    /// <summary>The addresses asked for, as sent.</summary>
    public IReadOnlyList<string> Addresses => Values("addresses");

    /// <summary>Path and query, as <c>v4/general/current_value?addresses=0x...&amp;chain_id=1</c>.</summary>
    public override string ToString() =>
        Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query.Select(p => $"{p.Key}={p.Value}"))}";
}

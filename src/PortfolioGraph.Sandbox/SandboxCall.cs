namespace PortfolioGraph.Sandbox;

/// <summary>One call that reached the sandbox. The key is never recorded.</summary>
/// <param name="Path">The path below the prefix, e.g. <c>v5.0/general/current_value</c>. The whole path with its leading slash if it is outside the prefix.</param>
/// <param name="Query">The decoded name and value of every parameter, in the order sent.</param>
/// <param name="HasKey">Whether a bearer token was sent.</param>
/// <param name="Status">The status of the response. Null until the response is ready, and always null if the connection was closed without a response.</param>
/// <param name="Time">The time of arrival.</param>
public sealed record SandboxCall(string Path, IReadOnlyList<KeyValuePair<string, string>> Query, bool HasKey, int? Status, DateTimeOffset Time)
{
    /// <summary>Returns the values of one parameter in the order sent.</summary>
    public IReadOnlyList<string> Values(string name) => [.. Query.Where(p => p.Key == name).Select(p => p.Value)];

    /// <summary>The requested addresses, as sent.</summary>
    public IReadOnlyList<string> Addresses => Values("addresses");

    /// <summary>Returns path and query, e.g. <c>v4/general/current_value?addresses=0x...&amp;chain_id=1</c>.</summary>
    public override string ToString() =>
        Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query.Select(p => $"{p.Key}={p.Value}"))}";
}

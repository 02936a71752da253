namespace PortfolioGraph.Upstream.V4;

/// <summary>One address's value. CONTRACT, "v4 general/current_value".</summary>
public sealed record V4AddressValue
{
    /// <summary>The address, lower case; null where it could not be read.</summary>
    public string? Address { get; init; }

    /// <summary>US dollars; null when the upstream does not know.</summary>
    public JsonNumber? ValueUsd { get; init; }
}

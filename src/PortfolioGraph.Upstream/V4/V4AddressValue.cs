namespace PortfolioGraph.Upstream.V4;

/// <summary>One address's value. CONTRACT, "v4 general/current_value".</summary>
public sealed record V4AddressValue
{
    /// <summary>The address, lower case.</summary>
    public required string Address { get; init; }

    /// <summary>US dollars; null when the upstream does not know.</summary>
    public JsonNumber? ValueUsd { get; init; }
}

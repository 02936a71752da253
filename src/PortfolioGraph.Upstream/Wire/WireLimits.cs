namespace PortfolioGraph.Upstream.Wire;

/// <summary>Limits that protect this process from malicious or broken responses.</summary>
internal static class WireLimits
{
    /// <summary>The maximum nesting of a response. The contract's deepest response has 7 levels. A hundred thousand brackets would overflow a reader's stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// The maximum number of characters of a number. A token id needs 78. Converting a number of a million digits would take minutes.
    /// </summary>
    public const int MaxNumberLength = 1000;
}

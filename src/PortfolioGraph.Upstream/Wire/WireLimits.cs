namespace PortfolioGraph.Upstream.Wire;

/// <summary>What an answer may ask of this process before it is refused.</summary>
internal static class WireLimits
{
    /// <summary>Nesting of an answer. The contract's deepest is 7; a hundred thousand brackets would cost a reader its stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// Characters of one number. A token id needs 78; a number of a million digits would keep whoever converts it busy for minutes.
    /// </summary>
    public const int MaxNumberLength = 1000;
}

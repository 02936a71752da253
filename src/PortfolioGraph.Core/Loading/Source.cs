namespace PortfolioGraph.Core;

/// <summary>Where data comes from and how old it is.</summary>
/// <param name="State">Fresh from the data source, from a cache, or past its time.</param>
/// <param name="AsOf">The moment the data was true for the data source.</param>
public sealed record Source(SourceState State, DateTimeOffset AsOf);

/// <summary>How fresh data is.</summary>
public enum SourceState
{
    /// <summary>Asked for in this operation.</summary>
    Live,

    /// <summary>From a cache, within its time.</summary>
    Cached,

    /// <summary>From a cache and past its time, since the data source is in trouble or its calls are used up for the moment.</summary>
    Stale,
}

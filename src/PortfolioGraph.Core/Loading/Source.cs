namespace PortfolioGraph.Core;

/// <summary>The origin and age of data, and whether all of it could be read.</summary>
/// <param name="State">Whether the data is live, cached or stale.</param>
/// <param name="AsOf">The time at which the data was correct according to the data source.</param>
public sealed record Source(DataSourceState State, DateTimeOffset AsOf)
{
    /// <summary>
    /// The number of rows that were left out because they could not be read or do not belong to an EVM chain; 0 if the data is complete. If several wallets share a
    /// response, its skipped rows count for each of them.
    /// </summary>
    public int SkippedRows { get; init; }
}

/// <summary>The freshness of data.</summary>
public enum DataSourceState
{
    /// <summary>Loaded for this operation.</summary>
    Live,

    /// <summary>From the cache, within its time to live.</summary>
    Cached,

    /// <summary>Cached but expired, because the data source is failing or its rate limit is used up.</summary>
    Stale,
}

/// <summary>The age and completeness of one or more upstream responses.</summary>
/// <param name="AsOf">The time at which the oldest response was correct according to the upstream.</param>
/// <param name="SkippedRows">The number of rows that were left out.</param>
internal readonly record struct Provenance(DateTimeOffset AsOf, int SkippedRows = 0)
{
    /// <summary>Returns the provenance of both: the age of the older one, and the skipped rows of both.</summary>
    public Provenance Merge(Provenance other) => new(other.AsOf < AsOf ? other.AsOf : AsOf, SkippedRows + other.SkippedRows);

    /// <summary>Returns the source for the schema.</summary>
    public Source ToSource(DataSourceState state) => new(state, AsOf) { SkippedRows = SkippedRows };
}

namespace PortfolioGraph.Core;

/// <summary>Where data comes from, how old it is, and whether all of it could be read.</summary>
/// <param name="State">Fresh from the data source, from a cache, or past its time.</param>
/// <param name="AsOf">The moment the data was true for the data source.</param>
public sealed record Source(SourceState State, DateTimeOffset AsOf)
{
    /// <summary>
    /// How many rows of the data source's answers are left out here, since what they are about could not be read, or is nothing on an EVM chain. 0 where the data is
    /// all that was answered. Of an answer that several wallets share, all such rows count for each.
    /// </summary>
    public int SkippedRows { get; init; }
}

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

/// <summary>What is known of an answer besides what it says.</summary>
/// <param name="AsOf">The moment it was true for the data source.</param>
/// <param name="SkippedRows">How many of its rows were left out.</param>
internal readonly record struct Provenance(DateTimeOffset AsOf, int SkippedRows = 0)
{
    /// <summary>That of both answers together: as old as the older, with the gaps of both.</summary>
    public Provenance And(Provenance other) => new(other.AsOf < AsOf ? other.AsOf : AsOf, SkippedRows + other.SkippedRows);

    /// <summary>The same as the graph tells it.</summary>
    public Source In(SourceState state) => new(state, AsOf) { SkippedRows = SkippedRows };
}

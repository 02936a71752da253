using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>One way to answer a capability: which endpoints, and so at what cost.</summary>
/// <param name="Endpoints">The endpoints called, each once, the one whose rows the answer is made of first.</param>
/// <param name="BatchSplit">Whether an answer for several addresses can be taken apart again.</param>
/// <param name="LoadAsync">Calls them and maps what they say.</param>
internal sealed record Route<TAsk, TAnswer>(IReadOnlyList<string> Endpoints, BatchSplit BatchSplit, Func<TAsk, UpstreamCallOptions, CancellationToken, Task<RouteResult<TAnswer>>> LoadAsync)
    where TAnswer : class
{
    /// <summary>What the answer has beyond the holdings and their values.</summary>
    public HoldingFacets Facets { get; init; }

    /// <summary>The endpoints whose rows the answer is made of.</summary>
    public IReadOnlyList<string> RowEndpoints { get; init; } = [Endpoints[0]];

    /// <summary>The same where something went wrong already: a call is made only when the one before it was answered.</summary>
    public Func<TAsk, UpstreamCallOptions, CancellationToken, Task<RouteResult<TAnswer>>> LoadSequentiallyAsync { get; init; } = LoadAsync;
}

/// <summary>Whether an answer for several addresses can be taken apart again (CONTRACT, "Several addresses in one call").</summary>
internal enum BatchSplit
{
    /// <summary>It cannot.</summary>
    Never,

    /// <summary>It names a total for each address.</summary>
    TotalsByAddress,

    /// <summary>Its rows are made to name their owners: those with one owner can be told apart. Tried until an answer shows that they do not.</summary>
    RowsByOwner,

    /// <summary>Its rows have a place for an owner that may be empty: told apart only once an answer has shown real ones.</summary>
    RowsByOwnerOnceObserved,
}

/// <summary>What a route gave: a value, or why there is none; both where a part of the value is missing.</summary>
/// <param name="Value">The value; null when the route failed.</param>
/// <param name="Provenance">The answers it was made from.</param>
/// <param name="Failure">Why there is no value, or not all of it; null when there is.</param>
/// <param name="CanFallBack">Whether the trouble may be the route's own, so that another route is worth its calls.</param>
internal readonly record struct RouteResult<TAnswer>(TAnswer? Value, Provenance Provenance, LoadFailure? Failure, bool CanFallBack)
    where TAnswer : class
{
    /// <summary>What the route covers and this answer lacks, since a part of its calls failed.</summary>
    public HoldingFacets MissingFacets { get; init; }

    /// <summary>What the value has; told by <see cref="RouteRunner"/>.</summary>
    public HoldingFacets Facets { get; init; }

    public static implicit operator RouteResult<TAnswer>(RouteFailure failed) => new(null, default, failed.Failure, failed.CanFallBack);
}

/// <summary>A route's failure, whatever it would have answered.</summary>
internal readonly record struct RouteFailure(LoadFailure Failure, bool CanFallBack);

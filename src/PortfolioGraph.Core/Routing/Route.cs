using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>One way to load a dataset: a set of endpoints. The number of endpoints is its cost in calls.</summary>
/// <param name="Endpoints">The endpoints, each called once; the first one returns the rows of the result.</param>
/// <param name="BatchSplit">Whether a response for several addresses can be split by address.</param>
/// <param name="LoadAsync">Calls the endpoints and maps their responses.</param>
internal sealed record Route<TRequest, TResult>(IReadOnlyList<string> Endpoints, BatchSplit BatchSplit, Func<TRequest, UpstreamCallOptions, CancellationToken, Task<RouteResult<TResult>>> LoadAsync)
    where TResult : class
{
    /// <summary>The facets of the result, in addition to holdings and values.</summary>
    public HoldingFacets Facets { get; init; }

    /// <summary>The endpoints that return the rows of the result.</summary>
    public IReadOnlyList<string> RowEndpoints { get; init; } = [Endpoints[0]];

    /// <summary>Loads the same result, but makes each call only after the previous one succeeded. Used after a failure.</summary>
    public Func<TRequest, UpstreamCallOptions, CancellationToken, Task<RouteResult<TResult>>> LoadSequentiallyAsync { get; init; } = LoadAsync;
}

/// <summary>Whether a response for several addresses can be split by address (CONTRACT, "Several addresses in one call").</summary>
internal enum BatchSplit
{
    /// <summary>The response cannot be split.</summary>
    Never,

    /// <summary>The response has a total for each address.</summary>
    TotalsByAddress,

    /// <summary>The rows are documented to name their owners, so rows with one owner can be split. Tried until a response shows rows without owners.</summary>
    RowsByOwner,

    /// <summary>The rows have an owner field that may be empty. Split only after a response has shown rows with owners.</summary>
    RowsByOwnerOnceObserved,
}

/// <summary>The result of a route: a value or a failure, or both if a part of the value is missing.</summary>
/// <param name="Value">The value; null if the route failed.</param>
/// <param name="Provenance">The provenance of the value.</param>
/// <param name="Failure">The reason why the value or a part of it is missing; null if the value is complete.</param>
/// <param name="CanFallBack">Whether the failure may be specific to this route, so that another route may succeed.</param>
internal readonly record struct RouteResult<TResult>(TResult? Value, Provenance Provenance, LoadFailure? Failure, bool CanFallBack)
    where TResult : class
{
    /// <summary>The facets of the route that are missing because some of its calls failed.</summary>
    public HoldingFacets MissingFacets { get; init; }

    /// <summary>The facets of the value; set by <see cref="RouteRunner"/>.</summary>
    public HoldingFacets Facets { get; init; }

    public static implicit operator RouteResult<TResult>(RouteFailure failed) => new(null, default, failed.Failure, failed.CanFallBack);
}

/// <summary>The failure of a route, independent of its result type.</summary>
internal readonly record struct RouteFailure(LoadFailure Failure, bool CanFallBack);

namespace PortfolioGraph.Core;

/// <summary>One way to answer a capability: which endpoints, and so at what cost.</summary>
/// <param name="Endpoints">The endpoints called, each once, the one whose rows the answer is made of first.</param>
/// <param name="Split">Whether an answer for several addresses can be taken apart again.</param>
/// <param name="LoadAsync">Calls them and maps what they say.</param>
internal sealed record Route<TAsk, TAnswer>(IReadOnlyList<string> Endpoints, Split Split, Func<TAsk, CancellationToken, Task<RouteAnswer<TAnswer>>> LoadAsync)
    where TAnswer : class
{
    /// <summary>What the answer has beyond the holdings and their values.</summary>
    public HoldingFacets Covers { get; init; }

    /// <summary>The endpoints whose rows the answer is made of.</summary>
    public IReadOnlyList<string> RowsFrom { get; init; } = [Endpoints[0]];

    /// <summary>The same where something went wrong already: a call is made only when the one before it was answered.</summary>
    public Func<TAsk, CancellationToken, Task<RouteAnswer<TAnswer>>> LoadWarilyAsync { get; init; } = LoadAsync;
}

/// <summary>Whether an answer for several addresses can be taken apart again (CONTRACT, "Several addresses in one call").</summary>
internal enum Split
{
    /// <summary>It cannot.</summary>
    Never,

    /// <summary>It names a total for each address.</summary>
    TotalsByAddress,

    /// <summary>Its rows are made to name their owners: those with one owner can be told apart. Tried until an answer shows that they do not.</summary>
    RowsByOwner,

    /// <summary>Its rows have a place for an owner that may be empty: told apart only once an answer has shown real ones.</summary>
    RowsByOwnerOnceShown,
}

/// <summary>What a route gave: a value, or why there is none; both where a part of the value is missing.</summary>
/// <param name="Value">The value; null when the route failed.</param>
/// <param name="From">The answers it was made from.</param>
/// <param name="Failure">Why there is no value, or not all of it; null when there is.</param>
/// <param name="AnotherMayHelp">Whether the trouble may be the route's own, so that another route is worth its calls.</param>
internal readonly record struct RouteAnswer<TAnswer>(TAnswer? Value, Provenance From, LoadFailure? Failure, bool AnotherMayHelp)
    where TAnswer : class
{
    /// <summary>What the route covers and this answer lacks, since a part of its calls failed.</summary>
    public HoldingFacets Lacks { get; init; }

    /// <summary>What the value has; told by <see cref="RouteRunner"/>.</summary>
    public HoldingFacets Has { get; init; }

    public static implicit operator RouteAnswer<TAnswer>(RouteFailure failed) => new(null, default, failed.Failure, failed.AnotherMayHelp);
}

/// <summary>A route's failure, whatever it would have answered.</summary>
internal readonly record struct RouteFailure(LoadFailure Failure, bool AnotherMayHelp);

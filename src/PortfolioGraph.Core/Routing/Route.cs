namespace PortfolioGraph.Core;

/// <summary>One way to answer a capability: which endpoints, and so at what cost.</summary>
/// <param name="Endpoints">The endpoints called, each once.</param>
/// <param name="Split">Whether an answer for several addresses can be taken apart again.</param>
/// <param name="LoadAsync">Calls them and maps what they say.</param>
internal sealed record Route<TAsk, TAnswer>(IReadOnlyList<string> Endpoints, Split Split, Func<TAsk, CancellationToken, Task<RouteAnswer<TAnswer>>> LoadAsync)
    where TAnswer : class;

/// <summary>Whether an answer for several addresses can be taken apart again (CONTRACT, "Several addresses in one call").</summary>
internal enum Split
{
    /// <summary>It cannot.</summary>
    Never,

    /// <summary>It names a total for each address.</summary>
    TotalsByAddress,

    /// <summary>Its rows name their owners: those with one owner can be told apart. Tried until an answer shows that they do not.</summary>
    RowsByOwner,
}

/// <summary>What a route gave: a value, or why there is none.</summary>
/// <param name="Value">The value; null when the route failed.</param>
/// <param name="AsOf">The moment the value was true for the data source.</param>
/// <param name="Failure">Why there is no value; null when there is one.</param>
/// <param name="AnotherMayHelp">Whether the trouble may be the route's own, so that another route is worth its calls.</param>
internal readonly record struct RouteAnswer<TAnswer>(TAnswer? Value, DateTimeOffset AsOf, LoadFailure? Failure, bool AnotherMayHelp)
    where TAnswer : class
{
    public static implicit operator RouteAnswer<TAnswer>(RouteFailure failed) => new(null, default, failed.Failure, failed.AnotherMayHelp);
}

/// <summary>A route's failure, whatever it would have answered.</summary>
internal readonly record struct RouteFailure(LoadFailure Failure, bool AnotherMayHelp);

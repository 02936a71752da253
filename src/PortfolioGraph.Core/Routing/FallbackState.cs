using System.Collections.Immutable;

namespace PortfolioGraph.Core;

/// <summary>The failures of one load so far.</summary>
/// <param name="StartedAt">The start of the load, from <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record FallbackState(long StartedAt)
{
    /// <summary>The first failure; null if there is none.</summary>
    public LoadFailure? FirstFailure { get; private init; }

    /// <summary>The endpoints of the routes that failed completely or partially.</summary>
    public ImmutableHashSet<string> FailedEndpoints { get; private init; } = [];

    /// <summary>Returns the state with another failure added.</summary>
    public FallbackState Add(IReadOnlyList<string> endpoints, LoadFailure failure) => this with { FirstFailure = FirstFailure ?? failure, FailedEndpoints = FailedEndpoints.Union(endpoints) };
}

using System.Collections.Immutable;

namespace PortfolioGraph.Core;

/// <summary>What went wrong so far in one load.</summary>
/// <param name="StartedAt">When the load began, by <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record FallbackState(long StartedAt)
{
    /// <summary>The first failure; null where nothing went wrong.</summary>
    public LoadFailure? FirstFailure { get; private init; }

    /// <summary>The endpoints of the routes that failed, wholly or in part.</summary>
    public ImmutableHashSet<string> FailedEndpoints { get; private init; } = [];

    /// <summary>The same after another failure.</summary>
    public FallbackState Add(IReadOnlyList<string> endpoints, LoadFailure failure) => this with { FirstFailure = FirstFailure ?? failure, FailedEndpoints = FailedEndpoints.Union(endpoints) };
}

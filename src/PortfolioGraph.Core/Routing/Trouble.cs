using System.Collections.Immutable;

namespace PortfolioGraph.Core;

/// <summary>What went wrong so far in one load.</summary>
/// <param name="Started">When the load began, by <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record Trouble(long Started)
{
    /// <summary>The first failure; null where nothing went wrong.</summary>
    public LoadFailure? First { get; private init; }

    /// <summary>The endpoints of the routes that failed, wholly or in part.</summary>
    public ImmutableHashSet<string> Broken { get; private init; } = [];

    /// <summary>The same after another failure.</summary>
    public Trouble After(IReadOnlyList<string> endpoints, LoadFailure failure) => this with { First = First ?? failure, Broken = Broken.Union(endpoints) };
}

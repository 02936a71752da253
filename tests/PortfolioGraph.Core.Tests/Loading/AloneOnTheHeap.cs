namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Tests that measure the heap: no other runs beside them.</summary>
[CollectionDefinition(nameof(AloneOnTheHeap), DisableParallelization = true)]
public sealed class AloneOnTheHeap;

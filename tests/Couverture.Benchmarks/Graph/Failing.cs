namespace Couverture.Benchmarks.Graph;

/// <summary>An object whose field is null where it may not be.</summary>
public sealed record Failing(string Fails);

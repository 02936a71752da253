using System.Globalization;

namespace PortfolioGraph.Load.Reports;

/// <summary>What a closed loop got.</summary>
/// <param name="Duration">How long it ran.</param>
/// <param name="Timings">The times of the good answers.</param>
/// <param name="Failures">What else came, and how often.</param>
internal sealed record LoopResult(TimeSpan Duration, Timings Timings, IReadOnlyDictionary<string, int> Failures)
{
    /// <summary>Whether there were answers, and every one was good.</summary>
    public bool AllSucceeded => Timings.Count > 0 && Failures.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Timings.Count / Duration.TotalSeconds:0} requests/s, {Timings}{string.Concat(Failures.Select(failure => $"; {failure.Value} times {failure.Key}"))}");
}

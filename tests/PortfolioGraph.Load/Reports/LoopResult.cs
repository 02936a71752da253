using System.Globalization;

namespace PortfolioGraph.Load.Reports;

/// <summary>The result of a closed loop.</summary>
/// <param name="Duration">The duration of the loop.</param>
/// <param name="Timings">The times of the successful responses.</param>
/// <param name="Failures">The failures, each with its number of occurrences.</param>
internal sealed record LoopResult(TimeSpan Duration, Timings Timings, IReadOnlyDictionary<string, int> Failures)
{
    /// <summary>Whether there were responses and all of them succeeded.</summary>
    public bool AllSucceeded => Timings.Count > 0 && Failures.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Timings.Count / Duration.TotalSeconds:0} requests/s, {Timings}{string.Concat(Failures.Select(failure => $"; {failure.Value} times {failure.Key}"))}");
}

using System.Globalization;

namespace PortfolioGraph.Load.Reports;

/// <summary>What a closed loop got.</summary>
/// <param name="Duration">How long it ran.</param>
/// <param name="Good">The times of the good answers.</param>
/// <param name="Faults">What else came, and how often.</param>
internal sealed record LoopResult(TimeSpan Duration, Timings Good, IReadOnlyDictionary<string, int> Faults)
{
    /// <summary>Whether there were answers, and every one was good.</summary>
    public bool IsClean => Good.Count > 0 && Faults.Count == 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Good.Count / Duration.TotalSeconds:0} requests/s, {Good}{string.Concat(Faults.Select(fault => $"; {fault.Value} times {fault.Key}"))}");
}

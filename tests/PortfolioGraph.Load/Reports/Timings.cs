using System.Globalization;

namespace PortfolioGraph.Load.Reports;

/// <summary>Statistics of durations.</summary>
internal sealed class Timings
{
    private readonly List<TimeSpan> _sorted;

    /// <param name="times">The durations, in any order.</param>
    public Timings(IEnumerable<TimeSpan> times) => _sorted = [.. times.Order()];

    public int Count => _sorted.Count;

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)_sorted.Average(time => time.Ticks));

    public TimeSpan Median => Quantile(0.5);

    public TimeSpan P99 => Quantile(0.99);

    public TimeSpan Max => Quantile(1);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"mean {Mean.TotalMilliseconds:0.00} ms, p50 {Median.TotalMilliseconds:0.00} ms, p99 {P99.TotalMilliseconds:0.00} ms, max {Max.TotalMilliseconds:0.0} ms");

    // Returns zero if there are no durations.
    private TimeSpan Quantile(double quantile) => Count == 0 ? TimeSpan.Zero : _sorted[Math.Clamp((int)Math.Ceiling(quantile * Count) - 1, 0, Count - 1)];
}

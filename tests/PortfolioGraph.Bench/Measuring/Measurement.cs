namespace PortfolioGraph.Bench.Measuring;

/// <summary>The figures of one server in one scenario.</summary>
/// <param name="CpuMilliseconds">The time that the server's process used a core for one request, in user and system mode.</param>
/// <param name="RequestsPerSecond">The requests per second.</param>
/// <param name="P50">The median of the response times in milliseconds.</param>
/// <param name="P99">The 99th percentile of the response times in milliseconds.</param>
/// <param name="AllocatedKiB">The memory that the server allocates for one request; null if it does not run on .NET.</param>
/// <param name="ResponseKiB">The size of a response with its headers.</param>
/// <param name="ResidentMiB">The resident memory after the load.</param>
/// <param name="CallsPerRequest">The upstream calls for one request.</param>
internal sealed record Measurement(double CpuMilliseconds, double RequestsPerSecond, double P50, double P99, double? AllocatedKiB, double ResponseKiB, double ResidentMiB, double CallsPerRequest)
{
    /// <summary>Returns the medians of several measurements, each figure by itself.</summary>
    public static Measurement MedianOf(IReadOnlyCollection<Measurement> runs) => new(
        Median(runs.Select(static run => run.CpuMilliseconds)),
        Median(runs.Select(static run => run.RequestsPerSecond)),
        Median(runs.Select(static run => run.P50)),
        Median(runs.Select(static run => run.P99)),
        runs.Any(static run => run.AllocatedKiB is null) ? null : Median(runs.Select(static run => run.AllocatedKiB!.Value)),
        Median(runs.Select(static run => run.ResponseKiB)),
        Median(runs.Select(static run => run.ResidentMiB)),
        Median(runs.Select(static run => run.CallsPerRequest)));

    /// <summary>Returns the median: the middle value, or the lower one of two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[(sorted.Count - 1) / 2];
    }
}

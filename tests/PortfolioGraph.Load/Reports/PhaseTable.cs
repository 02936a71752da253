using System.Globalization;
using PortfolioGraph.Load.Running;

namespace PortfolioGraph.Load.Reports;

/// <summary>Prints the figures of a run as a table.</summary>
internal static class PhaseTable
{
    public static void Print(IReadOnlyList<Phase> phases, UpstreamCalls calls)
    {
        Console.WriteLine();
        Console.WriteLine("phase   seconds  responses    good   stale  retry later  timed out  failed    p50 ms   p95 ms   max ms");
        foreach (var phase in phases)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{phase.Name,-7} {phase.Duration.TotalSeconds,7} {phase.Total,10} {phase.Count(ResponseKind.Good),7} {phase.Count(ResponseKind.Stale),7} {phase.Count(ResponseKind.RetryLater),12} {phase.Count(ResponseKind.TimedOut),10} {phase.Count(ResponseKind.Failed),7} {Milliseconds(phase, 0.5),9:0} {Milliseconds(phase, 0.95),8:0} {Milliseconds(phase, 1),8:0}"));
            foreach (var (code, count) in phase.CountFailures())
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"        failed {count} times: {code}"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"upstream calls {calls.All.Count}, rejected with 429 {calls.RateLimited}, maximum within a second {calls.MaxPerSecond}, shortest gap {calls.MinGap?.TotalMilliseconds:0.0} ms"));
        Console.WriteLine();
    }

    private static double Milliseconds(Phase phase, double quantile) => phase.Quantile(quantile).TotalMilliseconds;
}

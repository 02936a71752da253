using Couverture.Types;

namespace Couverture.LiveHost;

/// <summary>The queries.</summary>
[QueryType]
public static class Query
{
    public static string Hello(string name = "world") => $"Hello {name}";

    /// <summary>The number of open source streams.</summary>
    public static int GetListeners([Service] SourceStreamCounter counter) => counter.Count;

    /// <summary>The managed memory in use after a full garbage collection, in bytes.</summary>
    public static double GetMemory() => GC.GetTotalMemory(forceFullCollection: true);

    public static async Task<Report> GetReportAsync([Service] TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        return new Report("r1", "slow");
    }

    public static IReadOnlyList<Report> GetReports(int count = 3) => [.. Enumerable.Range(1, count).Select(i => new Report($"r{i}", $"report {i}"))];
}

/// <summary>An object with a field for tests to defer.</summary>
public sealed record Report(string Id, string Text);

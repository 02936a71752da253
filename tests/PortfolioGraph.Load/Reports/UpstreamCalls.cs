using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Reports;

/// <summary>The calls that reached the upstream.</summary>
/// <param name="All">The calls in order of arrival.</param>
internal sealed record UpstreamCalls(IReadOnlyList<SandboxCall> All)
{
    /// <summary>The number of calls rejected with 429.</summary>
    public int RateLimited => All.Count(call => call.Status == 429);

    /// <summary>The maximum number of calls within any one-second window.</summary>
    public int MaxPerSecond
    {
        get
        {
            var max = 0;
            var first = 0;
            for (var last = 0; last < All.Count; last++)
            {
                while (All[last].Time - All[first].Time >= TimeSpan.FromSeconds(1))
                    first++;
                max = Math.Max(max, last - first + 1);
            }

            return max;
        }
    }

    /// <summary>The shortest time between two calls. Null if there are fewer than two calls.</summary>
    public TimeSpan? MinGap => All.Count < 2 ? null : All.Zip(All.Skip(1), (earlier, later) => later.Time - earlier.Time).Min();
}

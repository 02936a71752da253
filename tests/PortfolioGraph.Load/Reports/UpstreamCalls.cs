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

    /// <summary>
    /// Whether the calls stay within a limit without a burst, and were accepted. A call may arrive up to half an interval early, because the processes share one machine, which delays one call
    /// more than the next. Two replicas that use the same turn send two calls at once.
    /// </summary>
    /// <param name="interval">The time between two calls.</param>
    public bool IsWithin(TimeSpan interval)
    {
        // How many calls ahead of the limit the account is after each call.
        var (ahead, last) = (0.0, All.Count == 0 ? default : All[0].Time);
        foreach (var call in All)
        {
            ahead = Math.Max(0, ahead - ((call.Time - last) / interval)) + 1;
            last = call.Time;
            if (ahead > 1.5)
                return false;
        }

        return RateLimited == 0;
    }

    /// <summary>The shortest time between two calls. Null if there are fewer than two calls.</summary>
    public TimeSpan? MinGap => All.Count < 2 ? null : All.Zip(All.Skip(1), (earlier, later) => later.Time - earlier.Time).Min();
}

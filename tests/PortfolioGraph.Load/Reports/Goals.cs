namespace PortfolioGraph.Load.Reports;

/// <summary>What a run was held to.</summary>
internal static class Goals
{
    /// <summary>Says of each goal whether it was kept.</summary>
    /// <returns>0 when all were, else 1.</returns>
    public static int Report(params ReadOnlySpan<(string Goal, bool IsKept)> goals)
    {
        var exitCode = 0;
        foreach (var (goal, isMet) in goals)
        {
            Console.WriteLine($"{(isMet ? "kept  " : "MISSED")}  {goal}");
            exitCode = isMet ? exitCode : 1;
        }

        return exitCode;
    }
}

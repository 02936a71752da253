namespace PortfolioGraph.Load.Reports;

/// <summary>What a run was held to.</summary>
internal static class Goals
{
    /// <summary>Says of each goal whether it was kept.</summary>
    /// <returns>0 when all were, else 1.</returns>
    public static int Report(params ReadOnlySpan<(string Goal, bool IsKept)> goals)
    {
        var exit = 0;
        foreach (var (goal, isKept) in goals)
        {
            Console.WriteLine($"{(isKept ? "kept  " : "MISSED")}  {goal}");
            exit = isKept ? exit : 1;
        }

        return exit;
    }
}

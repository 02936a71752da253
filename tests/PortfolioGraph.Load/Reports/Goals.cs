namespace PortfolioGraph.Load.Reports;

/// <summary>The goals of a run.</summary>
internal static class Goals
{
    /// <summary>Prints for each goal whether it was met.</summary>
    /// <returns>The exit code: 0 if all goals were met, otherwise 1.</returns>
    public static int Report(params ReadOnlySpan<(string Goal, bool IsMet)> goals)
    {
        var exitCode = 0;
        foreach (var (goal, isMet) in goals)
        {
            Console.WriteLine($"{(isMet ? "met   " : "MISSED")}  {goal}");
            exitCode = isMet ? exitCode : 1;
        }

        return exitCode;
    }
}

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Counts and prints what was checked.</summary>
internal sealed class Checks
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Adds a check. It passed if there is no failure to report.</summary>
    /// <param name="name">What was checked.</param>
    /// <param name="failure">What was wrong; null if nothing was.</param>
    public void Add(string name, string? failure)
    {
        if (failure is null)
        {
            Passed++;
            return;
        }

        Failed++;
        Console.WriteLine($"failed: {name}: {failure}");
    }
}

namespace PortfolioGraph.Bench.Processes;

/// <summary>How to start a process.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Launch(string Program, params string[] Arguments)
{
    /// <summary>Environment variables in addition to those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the program runs on .NET, so that its allocations can be read.</summary>
    public bool IsDotNet => Program == "dotnet";

    /// <summary>The working directory; null for that of this process.</summary>
    public string? Directory { get; init; }

    /// <summary>Creates the launch of a command of this program.</summary>
    public static Launch Self(params string[] arguments) => new("dotnet", [typeof(Launch).Assembly.Location, .. arguments]);
}

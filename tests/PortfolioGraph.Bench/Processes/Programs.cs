namespace PortfolioGraph.Bench.Processes;

/// <summary>Finds the programs of the system.</summary>
internal static class Programs
{
    /// <summary>The load generator: Debian's wrk, or the program that the environment variable WRK names.</summary>
    public static string Wrk { get; } = Environment.GetEnvironmentVariable("WRK") is { Length: > 0 } path ? path : "wrk";

    /// <summary>Whether a program exists, at its path or in a folder of PATH.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

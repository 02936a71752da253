using System.Globalization;

namespace PortfolioGraph.Load.Running;

/// <summary>What a process holds at a moment, as Linux tells it under <c>/proc</c>.</summary>
/// <param name="ResidentBytes">Memory that is in RAM.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal sealed record ProcessMetrics(long ResidentBytes, int Handles, int Threads)
{
    private const double MiB = 1024 * 1024;

    /// <summary>The resident memory in MiB.</summary>
    public double ResidentMiB => ResidentBytes / MiB;

    /// <summary>Reads them.</summary>
    /// <param name="processId">The process's number.</param>
    public static ProcessMetrics Read(int processId)
    {
        var status = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMetrics(1024 * ParseNumber(status, "VmRSS:"), Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length, (int)ParseNumber(status, "Threads:"));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ResidentMiB:0.0} MiB resident, {Handles} handles, {Threads} threads");

    private static long ParseNumber(string[] status, string name) =>
        long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}

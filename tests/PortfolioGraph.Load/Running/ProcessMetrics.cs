using System.Globalization;

namespace PortfolioGraph.Load.Running;

/// <summary>The resources that a process holds, read from <c>/proc</c> (Linux only).</summary>
/// <param name="ResidentBytes">The resident memory in bytes.</param>
/// <param name="Handles">The number of open files and sockets.</param>
/// <param name="Threads">The number of threads.</param>
internal sealed record ProcessMetrics(long ResidentBytes, int Handles, int Threads)
{
    private const double MiB = 1024 * 1024;

    /// <summary>The resident memory in MiB.</summary>
    public double ResidentMiB => ResidentBytes / MiB;

    /// <summary>Reads the metrics of a process.</summary>
    /// <param name="processId">The process id.</param>
    public static ProcessMetrics Read(int processId)
    {
        var status = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMetrics(1024 * ParseNumber(status, "VmRSS:"), Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length, (int)ParseNumber(status, "Threads:"));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ResidentMiB:0.0} MiB resident, {Handles} handles, {Threads} threads");

    private static long ParseNumber(string[] status, string name) =>
        long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}

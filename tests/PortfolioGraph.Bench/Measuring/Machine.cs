using System.Globalization;
using System.Runtime.InteropServices;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Describes the machine and the run.</summary>
internal static class Machine
{
    public static string Describe(BenchSettings settings, Cores cores) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        - machine: {ReadValue("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores, {GetMemoryGiB():0.0} GiB, {RuntimeInformation.OSDescription}, load {ReadLoad()}
        - runtime: {RuntimeInformation.FrameworkDescription}
        - cores: the measured server on {cores.Server}, everything else on {cores.Others}
        - each server: {settings.WarmUp.TotalSeconds:0} s of warm-up, medians of {settings.Repetitions} x {settings.Duration.TotalSeconds:0} s in turns

        """);

    private static string ReadValue(string path, string name) =>
        File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.OSArchitecture.ToString();

    private static double GetMemoryGiB() => double.Parse(ReadValue("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1024 * 1024);

    private static string ReadLoad() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}

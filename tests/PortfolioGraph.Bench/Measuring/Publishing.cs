using System.Diagnostics;
using System.Runtime.InteropServices;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Builds what is measured.</summary>
internal static class Publishing
{
    /// <summary>Publishes the server as the Dockerfile does.</summary>
    /// <returns>The path of its assembly.</returns>
    public static async Task<string> PublishServerAsync(CancellationToken ct)
    {
        var output = Path.Combine(Repository.Artifacts, "server");
        var runtime = $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        await RunAsync(
            new Launch("dotnet", "publish", "src/PortfolioGraph.Server", "-c", "Release", "-r", runtime, "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", output)
            {
                Directory = Repository.Root,
                Environment = new Dictionary<string, string> { ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
            },
            ct);
        return Path.Combine(output, "PortfolioGraph.Server.dll");
    }

    /// <summary>Installs the packages of the servers for Node, unless they are installed.</summary>
    public static async Task InstallNodePackagesAsync(CancellationToken ct)
    {
        // npm writes this file at the end of an installation.
        var installed = new FileInfo(Path.Combine(Repository.NodeFolder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Repository.NodeFolder, "package-lock.json")))
            await RunAsync(new Launch("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error") { Directory = Repository.NodeFolder }, ct);
    }

    /// <summary>Runs a program to its end. Its output is shown if it fails.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public static async Task RunAsync(Launch launch, CancellationToken ct)
    {
        var start = new ProcessStartInfo(launch.Program, launch.Arguments) { WorkingDirectory = launch.Directory ?? "", RedirectStandardOutput = true };
        foreach (var (name, value) in launch.Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{launch.Program} {string.Join(' ', launch.Arguments)} failed:\n{output}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

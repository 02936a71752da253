using System.Diagnostics;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The server as people start it, over its sandbox, on a loopback port of its own.</summary>
internal sealed class RunningServer : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private RunningServer(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    public static async Task<RunningServer> StartAsync()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "PortfolioGraph.Server.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, "--urls=http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                var server = new RunningServer(process, line[(at + Listening.Length)..].Trim());
                // Whoever logs must not wait for a reader.
                _ = process.StandardOutput.ReadToEndAsync();
                return server;
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

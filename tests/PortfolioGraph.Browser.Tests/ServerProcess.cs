using System.Diagnostics;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The server in its own process with the embedded sandbox, on a free loopback port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private ServerProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>The server's address, without a trailing slash.</summary>
    public string Address { get; }

    public static async Task<ServerProcess> StartAsync()
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
                var server = new ServerProcess(process, line[(at + Listening.Length)..].Trim());
                // Drain the output, because a full pipe would block the server.
                _ = process.StandardOutput.ReadToEndAsync();
                return server;
            }
        }

        throw new InvalidOperationException("The server exited before it started to listen.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

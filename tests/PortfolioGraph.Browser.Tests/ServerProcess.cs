using System.Diagnostics;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The server in its own process, on a loopback port; with the embedded sandbox unless its settings name another data source.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private ServerProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>The server's address, without a trailing slash.</summary>
    public string Address { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings, for example <c>Server:Profile</c>. Null for the defaults of the Development environment.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    public static async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string>? settings = null, int port = 0)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "PortfolioGraph.Server.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, $"--urls=http://127.0.0.1:{port}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
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

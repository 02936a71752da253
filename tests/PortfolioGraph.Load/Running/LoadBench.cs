using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Running;

/// <summary>A sandbox in this process, and over it the server in its own, both on free ports of loopback.</summary>
internal sealed class LoadBench : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly SandboxServer _sandbox;
    private readonly Process _process;

    private LoadBench(SandboxServer sandbox, Process process, Uri server)
    {
        _sandbox = sandbox;
        _process = process;
        Server = server;
    }

    /// <summary>Where the server listens.</summary>
    public Uri Server { get; }

    /// <summary>Starts both.</summary>
    /// <param name="sandbox">The sandbox's switches.</param>
    /// <param name="settings">The server's settings besides those that point it at the sandbox.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="InvalidOperationException">The server does not start.</exception>
    public static async Task<LoadBench> StartAsync(SandboxOptions sandbox, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var running = await SandboxServer.StartAsync(sandbox, ct: ct);
        var server = new Uri(FormattableString.Invariant($"http://127.0.0.1:{FreePort()}/"));
        var process = StartServer(server, running.BaseAddress, settings);
        var bench = new LoadBench(running, process, server);
        try
        {
            await bench.WarmUpAsync(ct);
            await bench.WaitUntilItAnswersAsync(ct);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the upstream saw.</summary>
    public UpstreamCalls Calls() => new([.. _sandbox.Calls]);

    /// <summary>The memory that the server's process holds, in bytes.</summary>
    public long ServerBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _sandbox.DisposeAsync();
    }

    private static Process StartServer(Uri address, Uri upstream, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.GetDirectoryName(ServerAssembly())! };
        start.ArgumentList.Add(ServerAssembly());
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Upstream__BaseUrl"] = upstream.ToString();
        start.Environment["Upstream__ApiKey"] = "key-of-the-load-program";
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("The server's process does not start.");
    }

    // Both are built into bin/CONFIGURATION/FRAMEWORK of their projects.
    private static string ServerAssembly()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "PortfolioGraph.Server", "bin", framework.Parent.Name, framework.Name, "PortfolioGraph.Server.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A stand-in that compiles itself during its first call would see that one late and the second too early. With a key of its own: limits are by key.
    private async Task WarmUpAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_sandbox.BaseAddress + "/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "key-of-the-warm-up");
        using var response = await client.GetAsync(new Uri("v5.0/general/status", UriKind.Relative), ct);
        _sandbox.ClearCalls();
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = Server };
        var start = Stopwatch.StartNew();
        while (start.Elapsed < StartPatience && !_process.HasExited)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("graphql?query={__typename}", UriKind.Relative), ct);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
        }

        throw new InvalidOperationException("The server does not answer.");
    }
}

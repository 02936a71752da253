using System.Net;
using System.Net.Sockets;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Running;

/// <summary>A sandbox in this process and the server in its own process, both on free loopback ports.</summary>
internal sealed class LoadHarness : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string> _settings;

    private readonly bool _ownsSandbox;

    private LoadHarness(SandboxServer sandbox, Uri server, IReadOnlyDictionary<string, string> settings, bool ownsSandbox = true)
    {
        Sandbox = sandbox;
        _ownsSandbox = ownsSandbox;
        Server = server;
        _settings = settings;
        Process = StartServer();
    }

    /// <summary>The upstream of the server.</summary>
    public SandboxServer Sandbox { get; }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <summary>The server's process.</summary>
    public ServerProcess Process { get; private set; }

    /// <summary>Starts the sandbox and the server.</summary>
    /// <param name="sandbox">The sandbox's switches.</param>
    /// <param name="settings">Additional settings of the server. The upstream settings for the sandbox are added.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">The server failed to start.</exception>
    public static async Task<LoadHarness> StartAsync(SandboxOptions sandbox, IReadOnlyDictionary<string, string> settings, CancellationToken ct) =>
        await StartAsync(new LoadHarness(await SandboxServer.StartAsync(sandbox, ct: ct), FreeAddress(), settings), ct);

    /// <summary>Starts a server over a sandbox that others use too, and that outlives the harness.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="settings">Additional settings of the server.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">The server failed to start.</exception>
    public static Task<LoadHarness> StartOverAsync(SandboxServer sandbox, IReadOnlyDictionary<string, string> settings, CancellationToken ct) =>
        StartAsync(new LoadHarness(sandbox, FreeAddress(), settings, ownsSandbox: false), ct);

    private static async Task<LoadHarness> StartAsync(LoadHarness harness, CancellationToken ct)
    {
        try
        {
            await harness.WarmUpAsync(ct);
            await harness.Process.WaitUntilReadyAsync(ct);
            return harness;
        }
        catch
        {
            await harness.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the calls that the upstream received.</summary>
    public UpstreamCalls GetCalls() => new([.. Sandbox.Calls]);

    /// <summary>Starts the server again at the same address, after its process has ended. The server may not be ready when the method returns.</summary>
    public async Task RestartAsync()
    {
        await Process.DisposeAsync();
        Process = StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        if (_ownsSandbox)
            await Sandbox.DisposeAsync();
    }

    private ServerProcess StartServer() => ServerProcess.Start(Server, Sandbox.BaseAddress, _settings);

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri(FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
    }

    // The sandbox is JIT-compiled during its first call, which would distort the time between that call and the next.
    // Rate limits apply to each key, so the warm-up has its own key.
    private async Task WarmUpAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Sandbox.BaseAddress + "/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "key-of-the-warm-up");
        using var response = await client.GetAsync(new Uri("v5.0/general/status", UriKind.Relative), ct);
        Sandbox.ClearCalls();
    }
}

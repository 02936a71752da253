using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>The whole server over a sandbox of its own: a test asks the graph, and reads which calls the sandbox saw.</summary>
internal sealed class GraphServer : IAsyncDisposable
{
    /// <summary>The key that the server sends; it must turn up nowhere else.</summary>
    public const string ApiKey = "k-3f9c2a-never-to-be-seen";

    private readonly WebApplicationFactory<AddressLimits> _server;

    private GraphServer(SandboxServer sandbox, WebApplicationFactory<AddressLimits> server, LogRecorder logs)
    {
        Sandbox = sandbox;
        _server = server;
        Logs = logs;
        Client = server.CreateClient();
        // The media type whose status tells what became of the operation.
        Client.DefaultRequestHeaders.Accept.ParseAdd("application/graphql-response+json");
    }

    /// <summary>The data source; its switches take effect on the next call.</summary>
    public SandboxServer Sandbox { get; }

    /// <summary>Speaks HTTP with the server.</summary>
    public HttpClient Client { get; }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _server.Services;

    /// <summary>Everything the server logged.</summary>
    public LogRecorder Logs { get; }

    /// <summary>The calls the sandbox saw, in order: route and query without <c>use_cache</c>, addresses by their first four digits.</summary>
    public IReadOnlyList<string> Calls => [.. Sandbox.Calls.Select(CallFormatter.Of)];

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings besides the usual ones, for example <c>Upstream:Timeout</c>.</param>
    /// <param name="sandbox">Switches of the sandbox.</param>
    /// <param name="services">Replaces services of the server, such as its time.</param>
    /// <param name="time">The clock of the server and of the sandbox; null: the system's, or what <paramref name="services"/> sets for the server alone.</param>
    /// <param name="listens">Whether it listens on a port of this host, so that anything can be sent to it; otherwise it is spoken to in memory.</param>
    public static async Task<GraphServer> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null,
        Action<SandboxOptions>? sandbox = null,
        Action<IServiceCollection>? services = null,
        TimeProvider? time = null,
        bool listens = false)
    {
        var options = new SandboxOptions();
        sandbox?.Invoke(options);
        var running = await SandboxServer.StartAsync(options, time);
        var logs = new LogRecorder();
        var server = new WebApplicationFactory<AddressLimits>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production");
            // Any free port: tests run side by side, and the usual one may be somebody else's.
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("Upstream:BaseUrl", running.BaseAddress.ToString());
            host.UseSetting("Upstream:ApiKey", ApiKey);
            host.UseSetting("Upstream:CallsPerSecond", "0");
            host.UseSetting("Upstream:RetryDelay", "00:00:00.001");
            foreach (var (name, value) in settings ?? new Dictionary<string, string>())
                host.UseSetting(name, value);
            host.ConfigureServices(registered =>
            {
                if (time is not null)
                    registered.AddSingleton(time);
                services?.Invoke(registered);
            });
            host.ConfigureLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        });
        if (listens)
            server.UseKestrel();
        return new GraphServer(running, server, logs);
    }

    /// <summary>Opens WebSockets to the server.</summary>
    public WebSocketClient CreateWebSocketClient() => _server.Server.CreateWebSocketClient();

    /// <summary>Asks the graph and returns the answer, whatever it is.</summary>
    /// <param name="query">The document.</param>
    /// <param name="variables">The variables; null for none.</param>
    public async Task<GraphResponse> AskAsync(string query, object? variables = null)
    {
        using var response = await Client.PostAsJsonAsync("/graphql", new { query, variables });
        return new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}

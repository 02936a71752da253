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

/// <summary>The whole server with its own sandbox. A test queries the graph, and reads the calls that the sandbox received.</summary>
internal sealed class GraphServer : IAsyncDisposable
{
    /// <summary>The API key that the server sends to the upstream; it must not appear anywhere else.</summary>
    public const string ApiKey = "k-3f9c2a-never-to-be-seen";

    private readonly WebApplicationFactory<AddressLimits> _server;

    private GraphServer(SandboxServer sandbox, WebApplicationFactory<AddressLimits> server, LogRecorder logs)
    {
        Sandbox = sandbox;
        _server = server;
        Logs = logs;
        Client = server.CreateClient();
        // With this media type the HTTP status depends on the result of the operation.
        Client.DefaultRequestHeaders.Accept.ParseAdd("application/graphql-response+json");
    }

    /// <summary>The sandbox; changes to its options take effect on the next call.</summary>
    public SandboxServer Sandbox { get; }

    /// <summary>The HTTP client for the server.</summary>
    public HttpClient Client { get; }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _server.Services;

    /// <summary>The log lines of the server.</summary>
    public LogRecorder Logs { get; }

    /// <summary>The calls that the sandbox received, in order, as formatted by <see cref="CallFormatter"/>.</summary>
    public IReadOnlyList<string> Calls => [.. Sandbox.Calls.Select(CallFormatter.Of)];

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings that override the defaults of the tests, for example <c>Upstream:Timeout</c>.</param>
    /// <param name="sandbox">Changes the options of the sandbox.</param>
    /// <param name="services">Replaces services of the server, such as its clock.</param>
    /// <param name="time">The clock of the server and of the sandbox. Null for the system clock; <paramref name="services"/> can still set the clock of the server alone.</param>
    /// <param name="listens">Whether the server listens on a loopback port, so that tests can send arbitrary bytes. Otherwise requests stay in memory.</param>
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
            // Any free port, because tests run in parallel and another process may use the default port.
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("Upstream:BaseUrl", running.BaseAddress.ToString());
            host.UseSetting("Upstream:ApiKey", ApiKey);
            host.UseSetting("Upstream:CallsPerSecond", "0");
            host.UseSetting("Upstream:RetryDelay", "00:00:00.001");
            foreach (var (name, value) in settings ?? new Dictionary<string, string>())
                host.UseSetting(name, value);
            host.ConfigureServices(collection =>
            {
                if (time is not null)
                    collection.AddSingleton(time);
                services?.Invoke(collection);
            });
            host.ConfigureLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        });
        if (listens)
            server.UseKestrel();
        return new GraphServer(running, server, logs);
    }

    /// <summary>Returns another HTTP client for the server, without default headers.</summary>
    public HttpClient CreateClient() => _server.CreateClient();

    /// <summary>Returns a client that opens WebSockets to the server.</summary>
    public WebSocketClient CreateWebSocketClient() => _server.Server.CreateWebSocketClient();

    /// <summary>Sends a query to the graph and returns the response, even if it has errors.</summary>
    /// <param name="query">The document.</param>
    /// <param name="variables">The variables; null for none.</param>
    public async Task<GraphResponse> QueryAsync(string query, object? variables = null)
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

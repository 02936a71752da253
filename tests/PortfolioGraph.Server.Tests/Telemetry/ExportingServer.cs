using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Tests.Telemetry;

/// <summary>A server process with all exporters, at the most talkative log level.</summary>
internal sealed class ExportingServer : IAsyncDisposable
{
    /// <summary>The key of the client, and the name of this key.</summary>
    public const string ClientKey = "c-71d0be-key-never-to-be-seen";
    public const string ClientName = "client-name-never-to-be-seen";

    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(2));
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Process _process;
    private Task _reading = Task.CompletedTask;

    private ExportingServer(Process process, SandboxServer sandbox, OtlpCollector collector, int metricsPort) =>
        (_process, Sandbox, Collector, MetricsPort) = (process, sandbox, collector, metricsPort);

    public SandboxServer Sandbox { get; }

    public OtlpCollector Collector { get; }

    public int MetricsPort { get; }

    /// <summary>A client with a key.</summary>
    public HttpClient Client { get; } = new() { DefaultRequestHeaders = { { "X-Api-Key", ClientKey } } };

    /// <summary>A client without a key.</summary>
    public HttpClient Stranger { get; } = new();

    /// <summary>The lines of both outputs of the process so far.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    public CancellationToken Timeout => _timeout.Token;

    /// <summary>Starts the server and its collector.</summary>
    /// <param name="redis">The Redis server in StackExchange.Redis' form. Null for none.</param>
    public static async Task<ExportingServer> StartAsync(string? redis = null)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        var collector = await OtlpCollector.StartAsync();
        var metricsPort = FindFreePort();
        var assembly = typeof(AddressLimits).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [
            assembly,
            "--urls=http://127.0.0.1:0",
            "--Upstream:CallsPerSecond=0",
            "--Upstream:RetryDelay=00:00:00.001",
            "--Server:Mcp=true",
            "--Telemetry:Otlp=true",
            "--Telemetry:JsonLogs=true",
            $"--Telemetry:PrometheusUrl=http://127.0.0.1:{metricsPort}",
            $"--Upstream:BaseUrl={sandbox.BaseAddress}",
            $"--Server:ApiKeys:0:Name={ClientName}",
            $"--Server:ApiKeys:0:Hash={Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ClientKey)))}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Upstream__ApiKey"] = GraphServer.ApiKey;
        start.Environment["Redis__Configuration"] = redis ?? "";
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        foreach (var category in new[] { "Default", "Microsoft", "Microsoft.AspNetCore", "Microsoft.Hosting.Lifetime", "System", "ModelContextProtocol", "ModelContextProtocol.Server.McpServer" })
            start.Environment[$"Logging__LogLevel__{category}"] = "Trace";
        // Levels of a provider take precedence over the others.
        start.Environment["Logging__Console__LogLevel__Default"] = "Trace";
        start.Environment["Logging__Console__LogLevel__ModelContextProtocol"] = "Trace";
        var server = new ExportingServer(Process.Start(start)!, sandbox, collector, metricsPort);
        await server.ReadUntilStartedAsync();
        return server;
    }

    /// <summary>Returns the JSON objects of the log.</summary>
    public IReadOnlyList<JsonElement> Log => [.. Lines.Where(static line => line.StartsWith('{')).Select(static line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Returns the metrics as Prometheus reads them.</summary>
    public Task<string> ScrapeAsync() => Stranger.GetStringAsync(new Uri($"http://127.0.0.1:{MetricsPort}/metrics"), Timeout);

    /// <summary>Stops the server, which exports the rest.</summary>
    public async Task StopAsync()
    {
        Process.Start("kill", ["-TERM", $"{_process.Id}"])!.WaitForExit();
        await _process.WaitForExitAsync(Timeout);
        await _reading;
        _process.ExitCode.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        Client.Dispose();
        Stranger.Dispose();
        await Collector.DisposeAsync();
        await Sandbox.DisposeAsync();
        _timeout.Dispose();
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ReadUntilStartedAsync()
    {
        const string Listening = "Now listening on: http://127.0.0.1:";
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await Task.WhenAny(started.Task, _reading);
        started.Task.IsCompletedSuccessfully.ShouldBeTrue(string.Join('\n', _lines));

        async Task ReadAsync(StreamReader output)
        {
            while (await output.ReadLineAsync(Timeout) is { } line)
            {
                _lines.Enqueue(line);
                if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0
                    && int.Parse([.. line[(at + Listening.Length)..].TakeWhile(char.IsAsciiDigit)], CultureInfo.InvariantCulture) is var port && port != MetricsPort)
                    Client.BaseAddress = Stranger.BaseAddress = new Uri($"http://127.0.0.1:{port}");
                if (line.Contains("Application started", StringComparison.Ordinal))
                    started.TrySetResult();
            }
        }
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace PortfolioGraph.Bench.Processes;

/// <summary>A server that was started for a scenario.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly HttpClient _client;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private readonly int? _allocationsPort;

    private RunningServer(string name, BenchProcess process, Uri endpoint, int? allocationsPort)
    {
        _allocationsPort = allocationsPort;
        Name = name;
        Process = process;
        Endpoint = endpoint;
        _client = new HttpClient { BaseAddress = endpoint, Timeout = StartTimeout };
    }

    public string Name { get; }

    public BenchProcess Process { get; }

    /// <summary>The GraphQL endpoint.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts a server. It may not be ready when the method returns.</summary>
    /// <param name="server">The server.</param>
    /// <param name="upstream">Its upstream.</param>
    /// <param name="cores">The cores on which it may run.</param>
    /// <param name="countsAllocations">Whether the allocations of a .NET server are counted. It costs some milliseconds at the start.</param>
    public static RunningServer Start(BenchServer server, UpstreamProcess upstream, string cores, bool countsAllocations)
    {
        var port = BenchProcess.FreePort();
        var launch = server.Launch(port, upstream.BaseAddress);
        int? allocationsPort = null;
        if (countsAllocations && launch.IsDotNet)
        {
            allocationsPort = BenchProcess.FreePort();
            launch = launch with
            {
                Environment = new Dictionary<string, string>(launch.Environment)
                {
                    ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
                    [StartupHook.PortVariable] = allocationsPort.Value.ToString(CultureInfo.InvariantCulture),
                },
            };
        }

        var endpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/graphql"));
        return new RunningServer(server.Name, BenchProcess.Start(server.Name, launch, cores), endpoint, allocationsPort);
    }

    /// <summary>Returns the bytes that the server has allocated so far; null if they are not counted.</summary>
    public async Task<long?> GetAllocatedBytesAsync(CancellationToken ct)
    {
        if (_allocationsPort is not { } port)
            return null;

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, ct);
        var bytes = new byte[sizeof(long)];
        await client.GetStream().ReadExactlyAsync(bytes, ct);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>Sends a request until the server responds.</summary>
    /// <returns>The response, and the time since the start of the process.</returns>
    /// <exception cref="InvalidOperationException">The server exited or did not respond within the timeout.</exception>
    public async Task<(string Response, TimeSpan Time)> GetFirstResponseAsync(string body, CancellationToken ct)
    {
        while (_clock.Elapsed < StartTimeout && !Process.HasExited)
        {
            try
            {
                return (await SendAsync(body, ct), _clock.Elapsed);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(PollInterval, ct);
            }
        }

        throw new InvalidOperationException($"{Name} exited or did not respond within {StartTimeout.TotalSeconds:0} s. Its output is in {Process.LogPath}.");
    }

    /// <summary>Sends a request and returns the body of the response.</summary>
    public async Task<string> SendAsync(string body, CancellationToken ct)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await _client.PostAsync((Uri?)null, content, ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Process.DisposeAsync();
    }
}

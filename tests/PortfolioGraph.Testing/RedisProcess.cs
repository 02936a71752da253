using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace PortfolioGraph.Testing;

/// <summary>A Redis server of its own for a test: Debian's <c>redis-server</c>, in memory only, on a free port of loopback.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly string[] _arguments;
    private Process? _process;

    private RedisProcess(int port, string[] arguments) => (Port, _arguments) = (port, arguments);

    /// <summary>The path of the program: <c>REDIS_SERVER</c>, or where Debian's package installs it. Null if it is not on this machine.</summary>
    public static string? Program { get; } = new[] { Environment.GetEnvironmentVariable("REDIS_SERVER"), "/usr/bin/redis-server" }.FirstOrDefault(File.Exists);

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Whether the server was started and not killed since.</summary>
    public bool IsRunning => _process is not null;

    /// <summary>The server in StackExchange.Redis' form.</summary>
    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts a server and waits until it responds.</summary>
    /// <param name="arguments">Further arguments, such as <c>--maxmemory 2mb</c>.</param>
    public static async Task<RedisProcess> StartAsync(params string[] arguments)
    {
        var redis = Reserve(arguments);
        await redis.RestartAsync().ConfigureAwait(false);
        return redis;
    }

    /// <summary>Chooses a port without starting the server, for tests in which Redis is absent at first.</summary>
    /// <param name="arguments">Further arguments for the start.</param>
    public static RedisProcess Reserve(params string[] arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new RedisProcess(((IPEndPoint)listener.LocalEndpoint).Port, arguments);
    }

    /// <summary>Starts the server on its port, empty, if it does not run, and waits until it responds.</summary>
    public async Task RestartAsync()
    {
        _process ??= Process.Start(new ProcessStartInfo(
            Program ?? throw new FileNotFoundException(RedisFactAttribute.Reason),
            ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _arguments])
        {
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();

        using var timeout = new CancellationTokenSource(StartTimeout);
        while (!await RespondsAsync(timeout.Token).ConfigureAwait(false))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, timeout.Token).ConfigureAwait(false);
    }

    /// <summary>Ends the server at once, without any notice to its clients.</summary>
    public void Kill()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        _process = null;
    }

    /// <summary>Stops the process from running without closing its connections, until <see cref="Resume"/>: a server that is reachable but silent.</summary>
    public void Suspend() => Signal("STOP");

    /// <summary>Lets a suspended process run again.</summary>
    public void Resume() => Signal("CONT");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task<bool> RespondsAsync(CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, ct).ConfigureAwait(false);
            await using var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), ct).ConfigureAwait(false);
            var reply = new byte[5];
            await stream.ReadExactlyAsync(reply, ct).ConfigureAwait(false);
            return reply.AsSpan().SequenceEqual("+PONG"u8);
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }
}

/// <summary>A test that needs <see cref="RedisProcess"/>. It is skipped if <c>redis-server</c> is not installed.</summary>
public sealed class RedisFactAttribute : FactAttribute
{
    internal const string Reason = "redis-server is not on this machine. Install Debian's package redis-server, or name the program in REDIS_SERVER.";

    /// <summary>Skips the test if the program is missing.</summary>
    public RedisFactAttribute() => Skip = RedisProcess.Program is null ? Reason : null;
}

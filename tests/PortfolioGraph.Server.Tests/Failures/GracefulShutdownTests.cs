using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>SIGTERM to the real process: sockets are told, what was accepted is finished, what hangs is cut in time, and a second signal waits for nothing.</summary>
public sealed class GracefulShutdownTests
{
    private const string Body = """{"query":"{ __typename }"}""";

    [DiffersOnHotChocolate("it closes sockets with 1000 when the server stops")]
    [Fact]
    public async Task AcceptedRequest_Should_BeAnswered_When_TheServerIsToldToStop()
    {
        using var server = await ServerProcess.StartAsync();
        using var request = await HalfRequest.SendAsync(server.Port);
        using var socket = await server.ConnectAsync();

        server.Signal("TERM");
        var close = await socket.ReceiveAsync(new byte[64], server.Patience);
        var answer = await request.FinishAsync(server.Patience);

        close.MessageType.ShouldBe(WebSocketMessageType.Close);
        ((int?)close.CloseStatus).ShouldBe(1001);
        answer.ShouldStartWith("HTTP/1.1 200 ");
        answer.ShouldContain("""{"data":{"__typename":"Query"}""");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, server.Patience);
        (await server.ExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Process_Should_EndAllTheSame_When_ARequestHangsBeyondTheTimeout()
    {
        using var server = await ServerProcess.StartAsync("--Server:DrainTimeout=00:00:00.2");
        using var request = await HalfRequest.SendAsync(server.Port);

        server.Signal("TERM");

        (await server.ExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Process_Should_EndAtOnce_When_ASecondSignalComes()
    {
        using var server = await ServerProcess.StartAsync("--Server:DrainTimeout=01:00:00", "--Server:RequestTimeout=01:00:00");
        using var request = await HalfRequest.SendAsync(server.Port);
        using var socket = await server.ConnectAsync();

        server.Signal("TERM");
        await socket.ReceiveAsync(new byte[64], server.Patience);
        server.Signal("TERM");

        (await server.ExitAsync()).ShouldBe(143);
    }

    /// <summary>A request that the server has begun to read: its headers were accepted, its body is still to come.</summary>
    private sealed class HalfRequest(TcpClient client) : IDisposable
    {
        public static async Task<HalfRequest> SendAsync(int port)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"));
            var buffer = new byte[256];
            var read = await client.GetStream().ReadAsync(buffer);
            Encoding.ASCII.GetString(buffer, 0, read).ShouldStartWith("HTTP/1.1 100 ");
            return new HalfRequest(client);
        }

        public async Task<string> FinishAsync(CancellationToken cancellationToken)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Body), cancellationToken);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync(cancellationToken);
        }

        public void Dispose() => client.Dispose();
    }

    private sealed class ServerProcess : IDisposable
    {
        private readonly Process _process;
        private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(2));

        private ServerProcess(Process process) => _process = process;

        public int Port { get; private set; }

        public CancellationToken Patience => _patience.Token;

        public static async Task<ServerProcess> StartAsync(params string[] arguments)
        {
            var assembly = typeof(AddressLimits).Assembly.Location;
            var start = new ProcessStartInfo("dotnet", [assembly, "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", .. arguments])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = Path.GetDirectoryName(assembly),
            };
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
            const string Listening = "Now listening on: http://127.0.0.1:";
            var server = new ServerProcess(Process.Start(start)!);
            while (await server._process.StandardOutput.ReadLineAsync(server.Patience) is { } line)
            {
                if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
                    server.Port = int.Parse(line[(at + Listening.Length)..], CultureInfo.InvariantCulture);
                if (line.Contains("Application started", StringComparison.Ordinal))
                    break;
            }

            _ = server._process.StandardOutput.ReadToEndAsync(server.Patience);
            return server;
        }

        public async Task<ClientWebSocket> ConnectAsync()
        {
            var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("graphql-transport-ws");
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}/graphql"), Patience);
            return socket;
        }

        public void Signal(string name) => Process.Start("kill", [$"-{name}", $"{_process.Id}"])!.WaitForExit();

        public async Task<int> ExitAsync()
        {
            await _process.WaitForExitAsync(Patience);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
            _patience.Dispose();
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>
/// Sends SIGTERM to a real server process. WebSockets receive 1001, accepted requests finish, hanging requests are aborted after the timeout, and a second signal ends the
/// process immediately.
/// </summary>
public sealed class GracefulShutdownTests
{
    private const string Body = """{"query":"{ __typename }"}""";

    [DiffersOnHotChocolate("it closes sockets with 1000 when the server stops")]
    [Fact]
    public async Task AcceptedRequest_Should_Finish_When_TheServerReceivesSigterm()
    {
        using var server = await ServerProcess.StartAsync();
        using var request = await PartialRequest.SendAsync(server.Port);
        using var socket = await server.ConnectAsync();

        server.Signal("TERM");
        var close = await socket.ReceiveAsync(new byte[64], server.Timeout);
        var response = await request.FinishAsync(server.Timeout);

        close.MessageType.ShouldBe(WebSocketMessageType.Close);
        ((int?)close.CloseStatus).ShouldBe(1001);
        response.ShouldStartWith("HTTP/1.1 200 ");
        response.ShouldContain("""{"data":{"__typename":"Query"}""");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, server.Timeout);
        (await server.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Process_Should_End_When_ARequestExceedsTheTimeout()
    {
        using var server = await ServerProcess.StartAsync("--Server:DrainTimeout=00:00:00.2");
        using var request = await PartialRequest.SendAsync(server.Port);

        server.Signal("TERM");

        (await server.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Process_Should_EndImmediately_When_ItReceivesASecondSignal()
    {
        using var server = await ServerProcess.StartAsync("--Server:DrainTimeout=01:00:00", "--Server:RequestTimeout=01:00:00");
        using var request = await PartialRequest.SendAsync(server.Port);
        using var socket = await server.ConnectAsync();

        server.Signal("TERM");
        await socket.ReceiveAsync(new byte[64], server.Timeout);
        server.Signal("TERM");

        (await server.WaitForExitAsync()).ShouldBe(143);
    }

    /// <summary>A request whose headers the server has accepted, and whose body has not been sent yet.</summary>
    private sealed class PartialRequest(TcpClient client) : IDisposable
    {
        public static async Task<PartialRequest> SendAsync(int port)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"));
            var buffer = new byte[256];
            var read = await client.GetStream().ReadAsync(buffer);
            Encoding.ASCII.GetString(buffer, 0, read).ShouldStartWith("HTTP/1.1 100 ");
            return new PartialRequest(client);
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
        private readonly CancellationTokenSource _timeout = new(TimeSpan.FromMinutes(2));

        private ServerProcess(Process process) => _process = process;

        public int Port { get; private set; }

        public CancellationToken Timeout => _timeout.Token;

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
            while (await server._process.StandardOutput.ReadLineAsync(server.Timeout) is { } line)
            {
                if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
                    server.Port = int.Parse(line[(at + Listening.Length)..], CultureInfo.InvariantCulture);
                if (line.Contains("Application started", StringComparison.Ordinal))
                    break;
            }

            _ = server._process.StandardOutput.ReadToEndAsync(server.Timeout);
            return server;
        }

        public async Task<ClientWebSocket> ConnectAsync()
        {
            var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("graphql-transport-ws");
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}/graphql"), Timeout);
            return socket;
        }

        public void Signal(string name) => Process.Start("kill", [$"-{name}", $"{_process.Id}"])!.WaitForExit();

        public async Task<int> WaitForExitAsync()
        {
            await _process.WaitForExitAsync(Timeout);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
            _timeout.Dispose();
        }
    }
}

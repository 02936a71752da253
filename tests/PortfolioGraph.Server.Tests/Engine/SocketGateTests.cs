using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>Messages on a WebSocket as HotChocolate gets them, and those that it never gets.</summary>
public sealed class SocketGateTests
{
    private const string Hash = "5e9c683c7b0a808441240660940ab16a0a000a16185e9c683c7b0a8084412406";

    // Real time, and only so that a broken test ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("""{"id":"1","type":"subscribe","payload":{"documentId":"sha256:HASH","variables":{"a":1}}}""", """{"id":"1","type":"subscribe","payload":{"id":"HASH","variables":{"a":1}}}""")]
    [InlineData("""{"type":"subscribe","payload":{"id":"HASH","query":"","operationName":""},"id":"1"}""", """{"id":"1","type":"subscribe","payload":{"id":"HASH"}}""")]
    [InlineData("""{ "type": "connection_init", "payload": { "X-Api-Key": "k" } }""", """{ "type": "connection_init", "payload": { "X-Api-Key": "k" } }""")]
    [InlineData("""{"type":"ping"}""", """{"type":"ping"}""")]
    [InlineData("""{"id":"1","type":"subscribe"}""", """{"id":"1","type":"subscribe"}""")]
    [InlineData("nonsense", "nonsense")]
    public async Task Message_Should_ReachTheEngineAsItReadsIt_When_ItIsSent(string sent, string expected)
    {
        await using var engine = await SocketEngine.StartAsync();

        await engine.SendAsync(sent.Replace("HASH", Hash, StringComparison.Ordinal));

        (await engine.SeenAsync()).ShouldBe(expected.Replace("HASH", Hash, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"query":"{a}","documentId":"HASH"}""", "DOCUMENT_ID_MISMATCH")]
    [InlineData("""{"query":"{a}","variables":1}""", "REQUEST_INVALID")]
    [InlineData("{}", "REQUEST_INVALID")]
    [InlineData("""{"query":"{a}","variables":{"a":"12345"}}""", "LIMIT_EXCEEDED")]
    public async Task Operation_Should_BeRefused_When_TheEngineWouldTakeIt(string payload, string code)
    {
        await using var engine = await SocketEngine.StartAsync(new ServerOptions { MaxVariablesBytes = 12 });

        await engine.SendAsync("{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":" + payload.Replace("HASH", Hash, StringComparison.Ordinal) + "}");
        await engine.SendAsync("""{"type":"ping"}""");

        CodeOf(await engine.AnswerAsync(), "1").ShouldBe(code);
        (await engine.SeenAsync()).ShouldBe("""{"type":"ping"}""", "the socket stays open, and the engine has seen nothing of it");
    }

    [Theory]
    [InlineData("client", """{"id":"1","type":"complete"}""")]
    [InlineData("engine", """{"id":"1","type":"complete"}""")]
    [InlineData("engine", """{"type":"complete","id":"1"}""")]
    [InlineData("engine", """{"id":"1","type":"error","payload":[]}""")]
    public async Task Operation_Should_BeRefused_When_AsManyAreInFlightAsMayBe(string who, string ending)
    {
        await using var engine = await SocketEngine.StartAsync(new ServerOptions { MaxOperationsPerConnection = 2 });
        await engine.SubscribeAsync("1");
        await engine.SubscribeAsync("2");
        (await engine.SeenAsync()).ShouldContain("\"1\"");
        (await engine.SeenAsync()).ShouldContain("\"2\"");

        await engine.SubscribeAsync("3");
        CodeOf(await engine.AnswerAsync(), "3").ShouldBe("LIMIT_EXCEEDED");
        // What is sent in between ends nothing.
        await engine.AnswerAsEngineAsync("""{"id":"1","type":"next","payload":{"data":{"type":"complete"}}}""");
        (await engine.AnswerAsync()).GetProperty("type").GetString().ShouldBe("next");
        await engine.SubscribeAsync("4");
        CodeOf(await engine.AnswerAsync(), "4").ShouldBe("LIMIT_EXCEEDED");
        if (who == "client")
        {
            await engine.SendAsync(ending);
            (await engine.SeenAsync()).ShouldBe(ending);
        }
        else
        {
            await engine.AnswerAsEngineAsync(ending);
            (await engine.AnswerAsync()).GetProperty("id").GetString().ShouldBe("1");
        }

        await engine.SubscribeAsync("5");
        (await engine.SeenAsync()).ShouldContain("\"5\"");
    }

    [Fact]
    public async Task Operation_Should_End_When_ItsLastMessageComesInPieces()
    {
        await using var engine = await SocketEngine.StartAsync(new ServerOptions { MaxOperationsPerConnection = 1 });
        await engine.SubscribeAsync("1");
        await engine.SeenAsync();

        await engine.AnswerAsEngineAsync("""{"id":"1",""", isLast: false);
        await engine.AnswerAsEngineAsync("\"type\":\"complete\"}");
        (await engine.AnswerAsync()).GetProperty("type").GetString().ShouldBe("complete");
        await engine.SubscribeAsync("2");

        (await engine.SeenAsync()).ShouldContain("\"2\"");
    }

    [Fact]
    public async Task Socket_Should_BeClosed_When_AMessageIsOneByteBeyondTheLimit()
    {
        await using var engine = await SocketEngine.StartAsync(new ServerOptions { MaxBodyBytes = 5_000 });

        await engine.SendAsync("""{"type":"ping"}""".PadRight(5_000));
        (await engine.SeenAsync()).Length.ShouldBe(5_000);
        await engine.SendAsync("""{"type":"ping"}""".PadRight(5_001));

        (await engine.ClosedAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);
        (await engine.SeenAsync()).ShouldBe("closed");
    }

    [Fact]
    public async Task Socket_Should_BeClosed_When_AMessageIsNotText()
    {
        await using var engine = await SocketEngine.StartAsync();

        await engine.SendAsync("binary", WebSocketMessageType.Binary);

        (await engine.ClosedAsync()).ShouldBe(WebSocketCloseStatus.InvalidMessageType);
    }

    [Theory]
    [InlineData("graphql-transport-ws", "graphql-transport-ws")]
    [InlineData("graphql-ws, graphql-transport-ws", "graphql-transport-ws")]
    [InlineData("graphql-ws", "")]
    public async Task Engine_Should_SeeTheProtocolThatTheGateKnows_When_AnotherIsAskedForToo(string asked, string seen)
    {
        await using var engine = await SocketEngine.StartAsync(protocols: asked);

        engine.Protocols.ShouldBe(seen);
    }

    private static string? CodeOf(JsonElement answer, string id)
    {
        answer.GetProperty("id").GetString().ShouldBe(id);
        answer.GetProperty("type").GetString().ShouldBe("error");
        return answer.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    /// <summary>An engine that only writes down what it gets, and sends what a test tells it to, with the client that speaks to it.</summary>
    private sealed class SocketEngine : IAsyncDisposable
    {
        private readonly Channel<string> _seen = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource<WebSocket> _accepted = new();
        private readonly TaskCompletionSource _over = new();
        private EdgeHost _host = null!;
        private WebSocket _client = null!;

        public string Protocols { get; private set; } = "";

        public static async Task<SocketEngine> StartAsync(ServerOptions? settings = null, string protocols = "graphql-transport-ws")
        {
            var engine = new SocketEngine();
            engine._host = await EdgeHost.StartAsync(settings, engine.RunAsync);
            var client = engine._host.CreateWebSocketClient();
            client.ConfigureRequest = request => request.Headers.SecWebSocketProtocol = protocols;
            engine._client = await client.ConnectAsync(new Uri("ws://localhost/graphql"), CancellationToken.None);
            await engine._accepted.Task.WaitAsync(Patience);
            return engine;
        }

        public Task SubscribeAsync(string id) => SendAsync($$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{a}"}}""");

        public Task SendAsync(string message, WebSocketMessageType type = WebSocketMessageType.Text) =>
            _client.SendAsync(Encoding.UTF8.GetBytes(message), type, endOfMessage: true, CancellationToken.None).WaitAsync(Patience);

        public async Task AnswerAsEngineAsync(string message, bool isLast = true) =>
            await (await _accepted.Task).SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, isLast, CancellationToken.None).WaitAsync(Patience);

        public Task<string> SeenAsync() => _seen.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public async Task<JsonElement> AnswerAsync() => JsonDocument.Parse((await ReadAsync(_client)).Text!).RootElement;

        public async Task<WebSocketCloseStatus?> ClosedAsync()
        {
            (await ReadAsync(_client)).Text.ShouldBeNull();
            return _client.CloseStatus;
        }

        public async ValueTask DisposeAsync()
        {
            _over.SetResult();
            _client.Dispose();
            await _host.DisposeAsync();
        }

        private async Task RunAsync(HttpContext context)
        {
            Protocols = context.Request.Headers.SecWebSocketProtocol.ToString();
            using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocols.Length == 0 ? null : Protocols);
            _accepted.SetResult(socket);
            while (!_over.Task.IsCompleted && socket.CloseStatus is null)
            {
                var reading = ReadAsync(socket);
                if (await Task.WhenAny(reading, _over.Task) != reading)
                    return;
                await _seen.Writer.WriteAsync((await reading).Text ?? "closed");
            }

            await _over.Task;
        }

        // In small pieces, as any reader may.
        private static async Task<(string? Text, bool IsOver)> ReadAsync(WebSocket socket)
        {
            var (text, buffer) = (new StringBuilder(), new byte[7]);
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Patience);
                if (received.MessageType is WebSocketMessageType.Close)
                    return (null, true);
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
                if (received.EndOfMessage)
                    return (text.ToString(), false);
            }
        }
    }
}

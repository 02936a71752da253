using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>WebSocket messages as HotChocolate receives them, and rejected messages.</summary>
public sealed class WebSocketFilterMiddlewareTests
{
    private const string Hash = "5e9c683c7b0a808441240660940ab16a0a000a16185e9c683c7b0a8084412406";

    // Real time, so that a broken test ends.
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("""{"id":"1","type":"subscribe","payload":{"documentId":"sha256:HASH","variables":{"a":1}}}""", """{"id":"1","type":"subscribe","payload":{"id":"HASH","variables":{"a":1}}}""")]
    [InlineData("""{"type":"subscribe","payload":{"id":"HASH","query":"","operationName":""},"id":"1"}""", """{"id":"1","type":"subscribe","payload":{"id":"HASH"}}""")]
    [InlineData("""{ "type": "connection_init", "payload": { "X-Api-Key": "k" } }""", """{ "type": "connection_init", "payload": { "X-Api-Key": "k" } }""")]
    [InlineData("""{"type":"ping"}""", """{"type":"ping"}""")]
    [InlineData("""{"id":"1","type":"subscribe"}""", """{"id":"1","type":"subscribe"}""")]
    [InlineData("nonsense", "nonsense")]
    public async Task Message_Should_BeRewrittenForTheEngine_When_ItIsSent(string sent, string expected)
    {
        await using var engine = await StubSocketEngine.StartAsync();

        await engine.SendAsync(sent.Replace("HASH", Hash, StringComparison.Ordinal));

        (await engine.ReadForwardedAsync()).ShouldBe(expected.Replace("HASH", Hash, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"query":"{a}","documentId":"HASH"}""", "DOCUMENT_ID_MISMATCH")]
    [InlineData("""{"query":"{a}","variables":1}""", "REQUEST_INVALID")]
    [InlineData("{}", "REQUEST_INVALID")]
    [InlineData("""{"query":"{a}","variables":{"a":"12345"}}""", "LIMIT_EXCEEDED")]
    public async Task Operation_Should_BeRejected_When_ThePayloadIsInvalid(string payload, string code)
    {
        await using var engine = await StubSocketEngine.StartAsync(new ServerOptions { MaxVariablesBytes = 12 });

        await engine.SendAsync("{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":" + payload.Replace("HASH", Hash, StringComparison.Ordinal) + "}");
        await engine.SendAsync("""{"type":"ping"}""");

        CodeOf(await engine.ReceiveAsync(), "1").ShouldBe(code);
        (await engine.ReadForwardedAsync()).ShouldBe("""{"type":"ping"}""", "the socket stays open, and the rejected message did not reach the engine");
    }

    [Theory]
    [InlineData("client", """{"id":"1","type":"complete"}""")]
    [InlineData("engine", """{"id":"1","type":"complete"}""")]
    [InlineData("engine", """{"type":"complete","id":"1"}""")]
    [InlineData("engine", """{"id":"1","type":"error","payload":[]}""")]
    public async Task Operation_Should_BeRejected_When_TheLimitIsInFlight(string sender, string ending)
    {
        await using var engine = await StubSocketEngine.StartAsync(new ServerOptions { MaxOperationsPerConnection = 2 });
        await engine.SubscribeAsync("1");
        await engine.SubscribeAsync("2");
        (await engine.ReadForwardedAsync()).ShouldContain("\"1\"");
        (await engine.ReadForwardedAsync()).ShouldContain("\"2\"");

        await engine.SubscribeAsync("3");
        CodeOf(await engine.ReceiveAsync(), "3").ShouldBe("LIMIT_EXCEEDED");
        // A `next` message does not end the operation.
        await engine.SendAsEngineAsync("""{"id":"1","type":"next","payload":{"data":{"type":"complete"}}}""");
        (await engine.ReceiveAsync()).GetProperty("type").GetString().ShouldBe("next");
        await engine.SubscribeAsync("4");
        CodeOf(await engine.ReceiveAsync(), "4").ShouldBe("LIMIT_EXCEEDED");
        if (sender == "client")
        {
            await engine.SendAsync(ending);
            (await engine.ReadForwardedAsync()).ShouldBe(ending);
        }
        else
        {
            await engine.SendAsEngineAsync(ending);
            (await engine.ReceiveAsync()).GetProperty("id").GetString().ShouldBe("1");
        }

        await engine.SubscribeAsync("5");
        (await engine.ReadForwardedAsync()).ShouldContain("\"5\"");
    }

    [Fact]
    public async Task Operation_Should_End_When_ItsLastMessageIsFragmented()
    {
        await using var engine = await StubSocketEngine.StartAsync(new ServerOptions { MaxOperationsPerConnection = 1 });
        await engine.SubscribeAsync("1");
        await engine.ReadForwardedAsync();

        await engine.SendAsEngineAsync("""{"id":"1",""", isLast: false);
        await engine.SendAsEngineAsync("\"type\":\"complete\"}");
        (await engine.ReceiveAsync()).GetProperty("type").GetString().ShouldBe("complete");
        await engine.SubscribeAsync("2");

        (await engine.ReadForwardedAsync()).ShouldContain("\"2\"");
    }

    [Fact]
    public async Task Socket_Should_Close_When_AMessageIsOneByteTooLarge()
    {
        await using var engine = await StubSocketEngine.StartAsync(new ServerOptions { MaxBodyBytes = 5_000 });

        await engine.SendAsync("""{"type":"ping"}""".PadRight(5_000));
        (await engine.ReadForwardedAsync()).Length.ShouldBe(5_000);
        await engine.SendAsync("""{"type":"ping"}""".PadRight(5_001));

        (await engine.ReceiveCloseAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);
        (await engine.ReadForwardedAsync()).ShouldBe("closed");
    }

    [Fact]
    public async Task Socket_Should_Close_When_AMessageIsNotText()
    {
        await using var engine = await StubSocketEngine.StartAsync();

        await engine.SendAsync("binary", WebSocketMessageType.Binary);

        (await engine.ReceiveCloseAsync()).ShouldBe(WebSocketCloseStatus.InvalidMessageType);
    }

    [Theory]
    [InlineData("graphql-transport-ws", "graphql-transport-ws")]
    [InlineData("graphql-ws, graphql-transport-ws", "graphql-transport-ws")]
    [InlineData("graphql-ws", "")]
    public async Task Engine_Should_SeeOnlyTheSupportedSubprotocol_When_OthersAreRequested(string requested, string forwarded)
    {
        await using var engine = await StubSocketEngine.StartAsync(protocols: requested);

        engine.Protocols.ShouldBe(forwarded);
    }

    private static string? CodeOf(JsonElement message, string id)
    {
        message.GetProperty("id").GetString().ShouldBe(id);
        message.GetProperty("type").GetString().ShouldBe("error");
        return message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString();
    }

    /// <summary>A fake engine that records received messages and sends those of a test, with its client.</summary>
    private sealed class StubSocketEngine : IAsyncDisposable
    {
        private readonly Channel<string> _forwarded = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource<WebSocket> _accepted = new();
        private readonly TaskCompletionSource _stopped = new();
        private MiddlewareHost _host = null!;
        private WebSocket _client = null!;

        public string Protocols { get; private set; } = "";

        public static async Task<StubSocketEngine> StartAsync(ServerOptions? settings = null, string protocols = "graphql-transport-ws")
        {
            var engine = new StubSocketEngine();
            engine._host = await MiddlewareHost.StartAsync(settings, engine.RunAsync);
            var client = engine._host.CreateWebSocketClient();
            client.ConfigureRequest = request => request.Headers.SecWebSocketProtocol = protocols;
            engine._client = await client.ConnectAsync(new Uri("ws://localhost/graphql"), CancellationToken.None);
            await engine._accepted.Task.WaitAsync(TestTimeout);
            return engine;
        }

        public Task SubscribeAsync(string id) => SendAsync($$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{a}"}}""");

        public Task SendAsync(string message, WebSocketMessageType type = WebSocketMessageType.Text) =>
            _client.SendAsync(Encoding.UTF8.GetBytes(message), type, endOfMessage: true, CancellationToken.None).WaitAsync(TestTimeout);

        public async Task SendAsEngineAsync(string message, bool isLast = true) =>
            await (await _accepted.Task).SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, isLast, CancellationToken.None).WaitAsync(TestTimeout);

        public Task<string> ReadForwardedAsync() => _forwarded.Reader.ReadAsync().AsTask().WaitAsync(TestTimeout);

        public async Task<JsonElement> ReceiveAsync() => JsonDocument.Parse((await ReadAsync(_client)).Text!).RootElement;

        public async Task<WebSocketCloseStatus?> ReceiveCloseAsync()
        {
            (await ReadAsync(_client)).Text.ShouldBeNull();
            return _client.CloseStatus;
        }

        public async ValueTask DisposeAsync()
        {
            _stopped.SetResult();
            _client.Dispose();
            await _host.DisposeAsync();
        }

        private async Task RunAsync(HttpContext context)
        {
            Protocols = context.Request.Headers.SecWebSocketProtocol.ToString();
            using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocols.Length == 0 ? null : Protocols);
            _accepted.SetResult(socket);
            while (!_stopped.Task.IsCompleted && socket.CloseStatus is null)
            {
                var receive = ReadAsync(socket);
                if (await Task.WhenAny(receive, _stopped.Task) != receive)
                    return;
                await _forwarded.Writer.WriteAsync((await receive).Text ?? "closed");
            }

            await _stopped.Task;
        }

        // Reads in small pieces, which the protocol allows.
        private static async Task<(string? Text, bool IsClosed)> ReadAsync(WebSocket socket)
        {
            var (text, buffer) = (new StringBuilder(), new byte[7]);
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(TestTimeout);
                if (received.MessageType is WebSocketMessageType.Close)
                    return (null, true);
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
                if (received.EndOfMessage)
                    return (text.ToString(), false);
            }
        }
    }
}

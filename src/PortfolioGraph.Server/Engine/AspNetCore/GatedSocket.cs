using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// A client's WebSocket as HotChocolate reads it: messages up to the limit, at most so many operations in flight, each request rewritten
/// (<see cref="RequestRewriter"/>). What is refused HotChocolate never sees.
/// </summary>
/// <param name="socket">The client's socket.</param>
/// <param name="settings">The limits.</param>
internal sealed class GatedSocket(WebSocket socket, ServerOptions settings) : WebSocket
{
    private const int Smallest = 4096;

    private readonly RequestRewriter _rewriter = new(settings);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _operations = new(StringComparer.Ordinal);
    // One message is sent at a time: the refusals come beside the messages of HotChocolate.
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ArrayBufferWriter<byte> _sent = new();
    private bool _isSendingParts;
    private ReadOnlyMemory<byte> _unread;
    private WebSocketCloseStatus? _closed;

    public override WebSocketCloseStatus? CloseStatus => _closed ?? socket.CloseStatus;

    public override string? CloseStatusDescription => socket.CloseStatusDescription;

    public override WebSocketState State => _closed is null ? socket.State : WebSocketState.Closed;

    public override string? SubProtocol => socket.SubProtocol;

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(received.Count, received.MessageType, received.EndOfMessage, CloseStatus, CloseStatusDescription);
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_unread.IsEmpty)
        {
            if (_closed is not null)
                return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
            var (type, message) = await ReadAsync(cancellationToken);
            if (type is not WebSocketMessageType.Text)
                return new ValueWebSocketReceiveResult(0, type, endOfMessage: true);
            _unread = await PassAsync(message, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _unread.Length);
        _unread[..count].CopyTo(buffer);
        _unread = _unread[count..];
        return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Text, endOfMessage: _unread.IsEmpty);
    }

    public override async Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        await SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken);

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        if (!_isSendingParts)
            await _sending.WaitAsync(cancellationToken);
        _isSendingParts = !endOfMessage;
        try
        {
            EndOperation(buffer.Span, endOfMessage);
            await socket.SendAsync(buffer, messageType, endOfMessage, cancellationToken);
        }
        finally
        {
            if (endOfMessage)
                _sending.Release();
        }
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        _closed is null ? socket.CloseAsync(closeStatus, statusDescription, cancellationToken) : Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        _closed is null ? socket.CloseOutputAsync(closeStatus, statusDescription, cancellationToken) : Task.CompletedTask;

    public override void Abort() => socket.Abort();

    public override void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    /// <summary>A whole message; of one that is too large or not text nothing but that the socket is closed.</summary>
    private async Task<(WebSocketMessageType Type, byte[] Message)> ReadAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(Smallest);
        while (true)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(Smallest), cancellationToken);
            if (received.MessageType is WebSocketMessageType.Close)
                return (WebSocketMessageType.Close, []);
            message.Advance(received.Count);
            if (received.MessageType is WebSocketMessageType.Binary)
                return await CloseAsync(WebSocketCloseStatus.InvalidMessageType, "The message is not text");
            if (message.WrittenCount > settings.MaxBodyBytes)
                return await CloseAsync(WebSocketCloseStatus.MessageTooBig, "The message is too large");
            if (received.EndOfMessage)
                return (WebSocketMessageType.Text, message.WrittenSpan.ToArray());
        }

        async Task<(WebSocketMessageType, byte[])> CloseAsync(WebSocketCloseStatus status, string reason)
        {
            await CloseOutputAsync(status, reason, cancellationToken);
            _closed = status;
            return (WebSocketMessageType.Close, []);
        }
    }

    /// <summary>What HotChocolate gets of a message; empty for nothing. A message that is not understood is left to HotChocolate, which says so.</summary>
    private async Task<ReadOnlyMemory<byte>> PassAsync(byte[] message, CancellationToken cancellationToken)
    {
        if (OperationIn(message) is not { } operation)
            return message;
        try
        {
            var rewritten = Message(operation.Id, "subscribe", output => _rewriter.Write(output, operation.Payload));
            if (Begin(operation.Id))
                return rewritten;
            await RefuseAsync(operation.Id, GraphErrorCodes.LimitExceeded, $"A connection may have {settings.MaxOperationsPerConnection} operations in flight; end one first.", cancellationToken);
        }
        catch (RequestRejectedException refused)
        {
            await RefuseAsync(operation.Id, refused.Code, refused.Message, cancellationToken);
        }

        return default;
    }

    /// <summary>The operation that a message starts; null for another message.</summary>
    private (string Id, JsonElement Payload)? OperationIn(byte[] message)
    {
        try
        {
            var root = StrictJson.Parse(message, "The message");
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("id", out var named) || named.ValueKind is not JsonValueKind.String)
                return null;
            var id = named.GetString()!;
            if (IsOfType(root, "complete"))
                End(id);
            return IsOfType(root, "subscribe") && root.TryGetProperty("payload", out var payload) ? (id, payload) : null;
        }
        catch (Exception exception) when (exception is RequestRejectedException or InvalidOperationException)
        {
            return null;
        }
    }

    // HotChocolate closes the socket for an id that is in flight already.
    private bool Begin(string id)
    {
        lock (_gate)
            return _operations.Contains(id) || (_operations.Count < settings.MaxOperationsPerConnection && _operations.Add(id));
    }

    private void End(string id)
    {
        lock (_gate)
            _operations.Remove(id);
    }

    private async Task RefuseAsync(string id, string code, string message, CancellationToken cancellationToken) => await SendAsync(
        Message(id, "error", output => JsonSerializer.Serialize(output, new[] { new { message, extensions = new { code } } })),
        WebSocketMessageType.Text,
        endOfMessage: true,
        cancellationToken);

    /// <summary>Notes the end of an operation when it is sent to the client: <c>complete</c> or <c>error</c>.</summary>
    private void EndOperation(ReadOnlySpan<byte> part, bool isLast)
    {
        if (isLast && _sent.WrittenCount == 0)
        {
            Read(part);
            return;
        }

        _sent.Write(part);
        if (!isLast)
            return;
        Read(_sent.WrittenSpan);
        _sent.Clear();

        void Read(ReadOnlySpan<byte> message)
        {
            if (TypeAndId(message) is ("complete" or "error", { } id))
                End(id);
        }
    }

    // HotChocolate writes both in front of the payload, so that what was answered is not read again.
    private static (string? Type, string? Id) TypeAndId(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        string? type = null, id = null;
        try
        {
            while ((type is null || id is null) && reader.Read())
            {
                if (reader.TokenType is not JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                var (isType, isId) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("id"u8));
                reader.Read();
                if (isType)
                    type = reader.GetString();
                else if (isId)
                    id = reader.GetString();
                else
                    reader.Skip();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not a message of the protocol: it ends nothing.
        }

        return (type, id);
    }

    private static bool IsOfType(JsonElement message, string type) =>
        message.TryGetProperty("type", out var given) && given.ValueKind is JsonValueKind.String && given.ValueEquals(type);

    private static byte[] Message(string id, string type, Action<Utf8JsonWriter> writePayload)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var output = new Utf8JsonWriter(buffer, RequestRewriter.Relaxed))
        {
            output.WriteStartObject();
            output.WriteString("id", id);
            output.WriteString("type", type);
            output.WritePropertyName("payload");
            writePayload(output);
            output.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Wraps a client's WebSocket for HotChocolate: limits the size of messages and the number of operations in flight, and rewrites each request
/// (<see cref="RequestRewriter"/>). Rejected messages never reach HotChocolate.
/// </summary>
/// <param name="socket">The client's socket.</param>
/// <param name="settings">The limits.</param>
/// <param name="documents">The trusted documents.</param>
internal sealed class FilteredWebSocket(WebSocket socket, ServerOptions settings, PersistedDocuments documents) : WebSocket
{
    private const int MinBufferSize = 4096;

    private readonly RequestRewriter _rewriter = new(settings, documents);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _operations = new(StringComparer.Ordinal);
    // Serializes sends, because rejections are sent concurrently with the messages of HotChocolate.
    private readonly SemaphoreSlim _sendLock = new(1, 1);
    private readonly ArrayBufferWriter<byte> _partialMessage = new();
    private bool _isSendingParts;
    private ReadOnlyMemory<byte> _unread;
    private WebSocketCloseStatus? _closeStatus;

    public override WebSocketCloseStatus? CloseStatus => _closeStatus ?? socket.CloseStatus;

    public override string? CloseStatusDescription => socket.CloseStatusDescription;

    public override WebSocketState State => _closeStatus is null ? socket.State : WebSocketState.Closed;

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
            if (_closeStatus is not null)
                return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
            var (type, message) = await ReceiveMessageAsync(cancellationToken);
            if (type is not WebSocketMessageType.Text)
                return new ValueWebSocketReceiveResult(0, type, endOfMessage: true);
            _unread = await FilterAsync(message, cancellationToken);
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
            await _sendLock.WaitAsync(cancellationToken);
        _isSendingParts = !endOfMessage;
        try
        {
            TrackSentMessage(buffer.Span, endOfMessage);
            await socket.SendAsync(buffer, messageType, endOfMessage, cancellationToken);
        }
        finally
        {
            if (endOfMessage)
                _sendLock.Release();
        }
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        _closeStatus is null ? socket.CloseAsync(closeStatus, statusDescription, cancellationToken) : Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        _closeStatus is null ? socket.CloseOutputAsync(closeStatus, statusDescription, cancellationToken) : Task.CompletedTask;

    public override void Abort() => socket.Abort();

    public override void Dispose()
    {
        socket.Dispose();
        _sendLock.Dispose();
    }

    /// <summary>Returns a whole message. Closes the socket and returns a close message if the message is too large or not text.</summary>
    private async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveMessageAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(MinBufferSize);
        while (true)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(MinBufferSize), cancellationToken);
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
            _closeStatus = status;
            return (WebSocketMessageType.Close, []);
        }
    }

    /// <summary>Returns the message for HotChocolate, empty if the message was rejected. A message that cannot be parsed is passed on, and HotChocolate rejects it.</summary>
    private async Task<ReadOnlyMemory<byte>> FilterAsync(byte[] message, CancellationToken cancellationToken)
    {
        if (ParseOperation(message) is not { } operation)
            return message;
        try
        {
            var rewritten = CreateMessage(operation.Id, "subscribe", output => _rewriter.Write(output, operation.Payload));
            if (TryAddOperation(operation.Id))
                return rewritten;
            await RejectAsync(operation.Id, EngineErrorCodes.LimitExceeded, $"A connection may have at most {settings.MaxOperationsPerConnection} operations in flight. End one first.", cancellationToken);
        }
        catch (RequestRejectedException rejection)
        {
            await RejectAsync(operation.Id, rejection.Code, rejection.Message, cancellationToken);
        }

        return default;
    }

    /// <summary>Returns the operation that a message starts, or null for other messages.</summary>
    private (string Id, JsonElement Payload)? ParseOperation(byte[] message)
    {
        try
        {
            var root = StrictJson.Parse(message, "The message");
            if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("id", out var idMember) || idMember.ValueKind is not JsonValueKind.String)
                return null;
            var id = idMember.GetString()!;
            if (IsOfType(root, "complete"))
                RemoveOperation(id);
            return IsOfType(root, "subscribe") && root.TryGetProperty("payload", out var payload) ? (id, payload) : null;
        }
        catch (Exception exception) when (exception is RequestRejectedException or InvalidOperationException)
        {
            return null;
        }
    }

    // An id that is already in flight is passed on, and HotChocolate closes the socket.
    private bool TryAddOperation(string id)
    {
        lock (_lock)
            return _operations.Contains(id) || (_operations.Count < settings.MaxOperationsPerConnection && _operations.Add(id));
    }

    private void RemoveOperation(string id)
    {
        lock (_lock)
            _operations.Remove(id);
    }

    private async Task RejectAsync(string id, string code, string message, CancellationToken cancellationToken) => await SendAsync(
        CreateMessage(id, "error", output => JsonSerializer.Serialize(output, new[] { new { message, extensions = new { code } } })),
        WebSocketMessageType.Text,
        endOfMessage: true,
        cancellationToken);

    /// <summary>Ends an operation when its <c>complete</c> or <c>error</c> message is sent to the client.</summary>
    private void TrackSentMessage(ReadOnlySpan<byte> part, bool isLast)
    {
        if (isLast && _partialMessage.WrittenCount == 0)
        {
            RemoveIfEnded(part);
            return;
        }

        _partialMessage.Write(part);
        if (!isLast)
            return;
        RemoveIfEnded(_partialMessage.WrittenSpan);
        _partialMessage.Clear();

        void RemoveIfEnded(ReadOnlySpan<byte> message)
        {
            if (ReadTypeAndId(message) is ("complete" or "error", { } id))
                RemoveOperation(id);
        }
    }

    // HotChocolate writes both members before the payload, so the payload is not parsed.
    private static (string? Type, string? Id) ReadTypeAndId(ReadOnlySpan<byte> message)
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
            // Not a message of the protocol, so no operation ends.
        }

        return (type, id);
    }

    private static bool IsOfType(JsonElement message, string type) =>
        message.TryGetProperty("type", out var typeMember) && typeMember.ValueKind is JsonValueKind.String && typeMember.ValueEquals(type);

    private static byte[] CreateMessage(string id, string type, Action<Utf8JsonWriter> writePayload)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var output = new Utf8JsonWriter(buffer, RequestRewriter.WriterOptions))
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

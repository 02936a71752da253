using System.Buffers;
using System.Text.Json;
using Couverture.AspNetCore.Http;
using Couverture.AspNetCore.Subscriptions;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>A message from a client.</summary>
/// <param name="Type">The message type.</param>
/// <param name="Id">The operation's id; null if the message has none.</param>
/// <param name="Payload">The payload; null if it is missing or null.</param>
internal sealed record SocketMessage(string Type, string? Id, JsonElement? Payload)
{
    /// <summary>Parses a message.</summary>
    /// <exception cref="RejectedException">The message is invalid.</exception>
    public static SocketMessage Parse(ReadOnlySpan<byte> utf8)
    {
        var root = JsonText.Parse(utf8, "The message");
        if (root.ValueKind is not JsonValueKind.Object)
            throw InvalidMessage("The message is not a JSON object");
        return new SocketMessage(
            Text(root, "type") ?? throw InvalidMessage("The message has no type"),
            Text(root, "id"),
            root.TryGetProperty("payload", out var payload) && payload.ValueKind is not JsonValueKind.Null ? payload : null);
    }

    /// <summary>Returns the id.</summary>
    /// <exception cref="RejectedException">The message has no id.</exception>
    public string RequiredId() => string.IsNullOrEmpty(Id) ? throw InvalidMessage("The message has no id") : Id;

    /// <summary>Returns the payload, which may only be an object; null if the message has none.</summary>
    /// <exception cref="RejectedException">The payload is not an object.</exception>
    public JsonElement? ObjectPayload() => Payload is null or { ValueKind: JsonValueKind.Object } ? Payload : throw InvalidMessage("The payload is not a JSON object");

    /// <summary>Formats a message from the server.</summary>
    /// <param name="type">The message type.</param>
    /// <param name="id">The operation's id; null for none.</param>
    /// <param name="payload">Writes the payload; null for none.</param>
    public static ReadOnlyMemory<byte> Write(string type, string? id = null, Action<IBufferWriter<byte>>? payload = null)
    {
        var output = new ArrayBufferWriter<byte>();
        if (id is not null)
        {
            output.Write("{\"id\":\""u8);
            output.Write(JsonEncodedText.Encode(id).EncodedUtf8Bytes);
            output.Write("\",\"type\":\""u8);
        }
        else
        {
            output.Write("{\"type\":\""u8);
        }
        output.Write(JsonEncodedText.Encode(type).EncodedUtf8Bytes);
        output.Write("\""u8);
        if (payload is not null)
        {
            output.Write(",\"payload\":"u8);
            payload(output);
        }
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    public static RejectedException InvalidMessage(string message) => new(Rejection.BadRequest(message));

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member)
            ? member.ValueKind is JsonValueKind.String ? member.GetString() : throw InvalidMessage($"The message's {name} is not a string")
            : null;
}

/// <inheritdoc cref="IOperationMessagePayload"/>
/// <param name="payload">The payload; null for none.</param>
internal sealed class MessagePayload(JsonElement? payload) : IOperationMessagePayload
{
    public T? As<T>()
        where T : class => payload?.Deserialize<T>(JsonSerializerOptions.Web);
}

using System.Buffers;
using System.Text.Json;
using Couverture.AspNetCore.Http;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>A message of a client.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Id">The operation that it speaks of; null where it has none.</param>
/// <param name="Payload">What comes with it; null where it has nothing, or null.</param>
internal sealed record SocketMessage(string Type, string? Id, JsonElement? Payload)
{
    /// <summary>Reads a message.</summary>
    /// <exception cref="RejectedException">It is none.</exception>
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

    /// <summary>The id of a message that must have one.</summary>
    /// <exception cref="RejectedException">It has none.</exception>
    public string RequiredId() => string.IsNullOrEmpty(Id) ? throw InvalidMessage("The message has no id") : Id;

    /// <summary>The payload of a message where it may be an object only.</summary>
    /// <exception cref="RejectedException">It is something else.</exception>
    public JsonElement? ObjectPayload() => Payload is null or { ValueKind: JsonValueKind.Object } ? Payload : throw InvalidMessage("The payload is not a JSON object");

    /// <summary>A message of the server.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="id">The operation that it speaks of; null for none.</param>
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

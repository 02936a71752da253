using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A supported protocol. CONTRACT, "v4 general/supported_protocols": the body is undocumented, so rows are read like those of chains, as objects or bare ids.</summary>
/// <param name="Id">The protocol's machine name, such as <c>aavev3</c>. Null if unreadable.</param>
/// <param name="Name">The display name. Null if only the id was sent.</param>
/// <param name="Icon">The URL of its icon. Null if there is none.</param>
[JsonConverter(typeof(V4SupportedProtocolConverter))]
public sealed record V4SupportedProtocol(string? Id, string? Name, string? Icon);

internal sealed class V4SupportedProtocolConverter : JsonConverter<V4SupportedProtocol>, IAnyTokenConverter
{
    public override V4SupportedProtocol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new V4SupportedProtocol(reader.GetString(), null, null);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new V4SupportedProtocol(null, null, null);
        }

        var row = JsonSerializer.Deserialize(ref reader, V4RowContext.Default.V4SupportedProtocolRow)!;
        return new V4SupportedProtocol(row.Id, row.Name, row.Icon);
    }

    public override void Write(Utf8JsonWriter writer, V4SupportedProtocol value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new V4SupportedProtocolRow { Id = value.Id, Name = value.Name, Icon = value.Icon }, V4RowContext.Default.V4SupportedProtocolRow);
}

internal sealed record V4SupportedProtocolRow
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Icon { get; set; }
}

// A separate context, because the generator would otherwise find the converters of the public types when it generates their rows.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientTextConverter)])]
[JsonSerializable(typeof(V4SupportedChainRow))]
[JsonSerializable(typeof(V4SupportedProtocolRow))]
internal sealed partial class V4RowContext : JsonSerializerContext;

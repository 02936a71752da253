using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

/// <summary>A supported chain. CONTRACT, "v4 general/supported_chains": objects since 2025, bare ids before.</summary>
/// <param name="Id">The chain's id. Null if missing, 0 if unreadable.</param>
/// <param name="Name">The display name. Null if only the id was sent.</param>
/// <param name="Icon">The URL of its icon. Null if there is none.</param>
[JsonConverter(typeof(V4SupportedChainConverter))]
public sealed record V4SupportedChain(long? Id, string? Name, string? Icon);

internal sealed class V4SupportedChainConverter : JsonConverter<V4SupportedChain>, IAnyTokenConverter
{
    public override V4SupportedChain Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return new V4SupportedChain(NumberToken.TextOfNumberOrStringOrNull(ref reader).ToWholeNumber().ToInt64(), null, null);

        var row = JsonSerializer.Deserialize(ref reader, V4RowContext.Default.V4SupportedChainRow)!;
        return new V4SupportedChain(row.Id, row.Name, row.Icon);
    }

    public override void Write(Utf8JsonWriter writer, V4SupportedChain value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new V4SupportedChainRow { Id = value.Id, Name = value.Name, Icon = value.Icon }, V4RowContext.Default.V4SupportedChainRow);
}

internal sealed record V4SupportedChainRow
{
    [JsonConverter(typeof(ChainIdConverter))]
    public long? Id { get; set; }

    public string? Name { get; set; }

    public string? Icon { get; set; }
}

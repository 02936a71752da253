using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Reads the key that joins snapshot and metrics: a string, or an object on aggregated rows (CONTRACT, "v5 protocols/metrics"). Keys are only compared, so an object is read as
/// its JSON text without white space. Anything else is read as null and joins nothing.
/// </summary>
internal sealed class IndexConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        if (reader.TokenType == JsonTokenType.StartObject)
            return Compact(ref reader);

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Compact(ref Utf8JsonReader reader)
    {
        using var index = JsonDocument.ParseValue(ref reader);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
            index.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

internal sealed class JsonNumberConverter : JsonConverter<JsonNumber>
{
    public override JsonNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(Encoding.ASCII.GetString(NumberToken.Read(ref reader)));

    public override void Write(Utf8JsonWriter writer, JsonNumber value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Reads a number without which the response is invalid. Members of rows are read by <see cref="LenientNumberConverter"/>.</summary>
internal sealed class JsonNumberConverter : JsonConverter<JsonNumber>
{
    public override JsonNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(NumberToken.Text(ref reader));

    public override void Write(Utf8JsonWriter writer, JsonNumber value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Text);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Reads every list of the wire: null rows are dropped, so that no consumer meets them.</summary>
internal sealed class RowsConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        var row = typeToConvert.GetGenericArguments()[0];
        return (JsonConverter)Activator.CreateInstance(typeof(RowsConverter<>).MakeGenericType(row), options)!;
    }
}

internal sealed class RowsConverter<T>(JsonSerializerOptions options) : JsonConverter<IReadOnlyList<T>>
    where T : class
{
    private readonly JsonConverter<T> _row = (JsonConverter<T>)options.GetConverter(typeof(T));

    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A list was promised.");

        var rows = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
                rows.Add(_row.Read(ref reader, typeof(T), options)!);
        }

        return rows;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value)
            _row.Write(writer, row, options);
        writer.WriteEndArray();
    }
}

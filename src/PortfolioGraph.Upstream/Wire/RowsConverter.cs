using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Reads every list of the wire. Each row of the body gives one row: what is not an object gives an empty one, which says nothing of itself and is left out and counted
/// by its reader. What is not a list is null.
/// </summary>
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

    public override IReadOnlyList<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var rows = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            rows.Add(ReadRow(ref reader, options));
        return rows;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var row in value)
            _row.Write(writer, row, options);
        writer.WriteEndArray();
    }

    private T ReadRow(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        // Rows that may be bare values have a converter of ours, which takes any token.
        if (reader.TokenType == JsonTokenType.StartObject || _row is IAnyTokenConverter)
            return _row.Read(ref reader, typeof(T), options)!;
        if (typeof(T) == typeof(string))
            return (T)(object)(reader.TokenType == JsonTokenType.Null ? "" : _row.Read(ref reader, typeof(T), options) as string ?? "");

        reader.Skip();
        return Activator.CreateInstance<T>();
    }
}

/// <summary>A converter of rows that may be bare values: it reads any token, and gives an empty row for one that says nothing.</summary>
internal interface IAnyTokenConverter;

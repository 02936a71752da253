using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Reads all lists of responses. Each element becomes one row. An element that is not an object becomes an empty row, which the consumer of the list skips and counts.
/// A value that is not a list is read as null.
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
        // Rows that may be bare values have their own converter, which accepts any token.
        if (reader.TokenType == JsonTokenType.StartObject || _row is IAnyTokenConverter)
            return _row.Read(ref reader, typeof(T), options)!;

        reader.Skip();
        return UnreadableRow.Create<T>();
    }
}

/// <summary>The row in place of a list's element that is not an object.</summary>
internal static class UnreadableRow
{
    /// <summary>Creates an empty row.</summary>
    public static T Create<T>()
    {
        var unreadable = Activator.CreateInstance<T>();
        // Without a chain, it would be a total.
        if (unreadable is IHasChainId row)
            row.ChainId = MemberReader.UnreadableChainId;
        return unreadable;
    }
}

/// <summary>Marks a converter of rows that may be bare values. It reads any token and returns an empty row for an unreadable one.</summary>
internal interface IAnyTokenConverter;

/// <summary>A row about a chain, or about all chains together if the chain's id is null.</summary>
internal interface IHasChainId
{
    /// <summary>The chain's id.</summary>
    long? ChainId { get; set; }
}

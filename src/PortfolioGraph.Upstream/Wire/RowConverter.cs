using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Reads rows straight from their tokens into their members. Converters that the library generates, which read the rows of rarely called endpoints, look up each member's name and
/// metadata and take three times as long.
/// </summary>
/// <typeparam name="T">The type of the rows.</typeparam>
internal abstract class RowConverter<T> : JsonConverter<T>
    where T : class, new()
{
    /// <summary>Reads a row. An element that is not an object is read as an unreadable row.</summary>
    /// <param name="reader">The reader at the row's first token.</param>
    public T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return UnreadableRow.Create<T>();
        }

        var row = new T();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // An escaped name is as valid as a plain one, although no JSON library writes one.
            var name = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            reader.Read();
            ReadMember(row, name, ref reader);
        }

        return row;
    }

    /// <inheritdoc />
    /// <exception cref="JsonException">The value is not an object.</exception>
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartObject ? Read(ref reader) : throw new JsonException("Expected an object.");

    /// <inheritdoc />
    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();

    /// <summary>Reads the value of a member, or skips it if the name is unknown. Of several members with one name, the last counts.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="reader">The reader at the value's first token. It is left at the last one.</param>
    protected abstract void ReadMember(T row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader);
}

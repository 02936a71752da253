using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes JSON with numbers in the format of Python floats: 4500.0, 1.18e-05.</summary>
internal sealed class JsonBody(Utf8JsonWriter writer)
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Utf8JsonWriter Writer { get; } = writer;

    public static ReadOnlyMemory<byte> Write(Action<JsonBody> content)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Format))
            content(new JsonBody(writer));
        return buffer.WrittenMemory;
    }

    public void Float(string name, decimal value)
    {
        Writer.WritePropertyName(name);
        Writer.WriteRawValue(PythonFloatFormatter.Format(value));
    }

    public void Float(string name, decimal? value)
    {
        if (value is { } number)
            Float(name, number);
        else
            Writer.WriteNull(name);
    }

    public void Float(string name, Quantity value)
    {
        Writer.WritePropertyName(name);
        Writer.WriteRawValue(PythonFloatFormatter.Format(value));
    }

    public void Integer(string name, BigInteger? value)
    {
        Writer.WritePropertyName(name);
        Writer.WriteRawValue(value?.ToString(CultureInfo.InvariantCulture) ?? "null");
    }

    public void Array<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        Writer.WritePropertyName(name);
        Array(items, write);
    }

    public void Array<T>(IEnumerable<T> items, Action<T> write)
    {
        Writer.WriteStartArray();
        foreach (var item in items)
            write(item);
        Writer.WriteEndArray();
    }

    public void Object(Action members)
    {
        Writer.WriteStartObject();
        members();
        Writer.WriteEndObject();
    }

    public void Object(string name, Action members)
    {
        Writer.WritePropertyName(name);
        Object(members);
    }
}

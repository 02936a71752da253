using System.Text.Json;
using Couverture.Types;

namespace Couverture.Execution.Results;

/// <summary>Reads a member of an object and writes it, without boxing its value.</summary>
internal abstract class LeafWriter
{
    /// <summary>Writes the member of an object. Returns false if the field has an error.</summary>
    public abstract bool TryWrite(Utf8JsonWriter writer, object parent);
}

/// <summary>Writes a member that has a value.</summary>
internal sealed class ValueLeafWriter<T>(Func<object, T> read, IValueWriter<T> scalar) : LeafWriter
{
    public override bool TryWrite(Utf8JsonWriter writer, object parent) => scalar.TryWrite(writer, read(parent));
}

/// <summary>Writes a member that can be null.</summary>
internal sealed class NullableLeafWriter<T>(Func<object, T?> read, IValueWriter<T> scalar, bool isNonNull) : LeafWriter
    where T : struct
{
    public override bool TryWrite(Utf8JsonWriter writer, object parent)
    {
        if (read(parent) is { } value)
            return scalar.TryWrite(writer, value);
        writer.WriteNullValue();
        return !isNonNull;
    }
}

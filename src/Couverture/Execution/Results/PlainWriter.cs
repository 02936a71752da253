using System.Collections;
using System.Text.Json;
using Couverture.Execution.Planning;
using Couverture.Types;

namespace Couverture.Execution.Results;

/// <summary>
/// Writes plain values: objects whose fields only read members of their parents, at all depths (<see cref="SelectionPlan.IsPlain"/>). They need neither nodes nor contexts, and
/// most objects of a response are of this kind, so they are written as JSON at once.
/// </summary>
/// <remarks>
/// A value with an error, such as null in a non-null field, is not written, because the error may concern objects above it. The ordinary execution then completes the value and reports
/// the error, after reading the members again.
/// </remarks>
/// <param name="flags">The values of the conditions' variables, as bits.</param>
internal sealed class PlainWriter(ulong flags)
{
    private bool _isWriting;

    /// <summary>The written values; null if there are none.</summary>
    public WrittenBuffer? Buffer { get; private set; }

    /// <summary>Writes the value of a field or an item of its list. Returns null if the value has an error.</summary>
    /// <param name="field">The field.</param>
    /// <param name="type">The type of the value, without non-null.</param>
    /// <param name="value">The value.</param>
    public WrittenValue? TryWrite(FieldPlan field, IType type, object value)
    {
        // A member can complete a task that another field waits for. That field continues at once, in the middle of this value.
        if (_isWriting)
            return null;

        var buffer = Buffer ??= WrittenBuffer.Rent();
        var start = buffer.Length;
        _isWriting = true;
        try
        {
            if (TryWriteValue(buffer.Writer, field, type, value))
            {
                buffer.Writer.Flush();
                // The writer starts a new text at the next value.
                buffer.Writer.Reset();
                return new WrittenValue(buffer, start, buffer.Length - start);
            }
        }
        catch (Exception)
        {
            // The ordinary execution reads the same member, and reports the exception of its own.
        }
        finally
        {
            _isWriting = false;
        }

        buffer.TruncateTo(start);
        return null;
    }

    private bool TryWriteValue(Utf8JsonWriter writer, FieldPlan field, IType type, object? value)
    {
        var isNonNull = type is NonNullType;
        if (type is NonNullType nonNull)
            type = nonNull.InnerType;
        if (value is null)
        {
            writer.WriteNullValue();
            return !isNonNull;
        }

        return type switch
        {
            ObjectType exact => TryWriteObject(writer, field.GetSelections(exact), value),
            ListType list => TryWriteList(writer, field, list.ItemType, value),
            ScalarType scalar => TryWriteScalar(writer, scalar, isNonNull, value),
            EnumType values => TryWriteEnum(writer, values, value),
            _ => false,
        };
    }

    private bool TryWriteObject(Utf8JsonWriter writer, SelectionPlan selections, object source)
    {
        writer.WriteStartObject();
        foreach (var field in selections.OrderFor(flags).Fields)
        {
            if (!field.IsIncluded(flags))
                continue;
            writer.WritePropertyName(field.EncodedName);
            if (field.TypeName is { } typeName)
                writer.WriteStringValue((JsonEncodedText)typeName);
            else if (field.LeafWriter is { } leaf ? !leaf.TryWrite(writer, source) : !TryWriteValue(writer, field, field.Field.Type, field.Member!.Resolve(source)))
                return false;
        }

        writer.WriteEndObject();
        return true;
    }

    private bool TryWriteList(Utf8JsonWriter writer, FieldPlan field, IType itemType, object value)
    {
        writer.WriteStartArray();
        switch (value)
        {
            case string:
                return false;
            case IReadOnlyList<object?> items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (!TryWriteValue(writer, field, itemType, items[i]))
                        return false;
                }

                break;
            case IEnumerable items:
                foreach (var item in items)
                {
                    if (!TryWriteValue(writer, field, itemType, item))
                        return false;
                }

                break;
            default:
                return false;
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool TryWriteScalar(Utf8JsonWriter writer, ScalarType scalar, bool isNonNull, object value)
    {
        if (!scalar.TrySerialize(value, out var serialized) || !ResultWriter.IsWritable(serialized) || (serialized is null && isNonNull))
            return false;
        ResultWriter.WriteValue(writer, serialized);
        return true;
    }

    private static bool TryWriteEnum(Utf8JsonWriter writer, EnumType type, object value)
    {
        if (!type.TryGetValue(value, out var known))
            return false;
        writer.WriteStringValue(known.EncodedName);
        return true;
    }
}

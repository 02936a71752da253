using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Couverture.Execution.Incremental;
using Couverture.Types;

namespace Couverture.Execution.Results;

/// <summary>Writes results as JSON in UTF-8, directly from the result tree.</summary>
internal static class ResultWriter
{
    // Responses have a JSON content type and are never embedded in HTML, so only the characters that JSON requires are escaped.
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonEncodedText RequestIndex = JsonEncodedText.Encode("requestIndex");
    private static readonly JsonEncodedText VariableIndex = JsonEncodedText.Encode("variableIndex");
    private static readonly JsonEncodedText Errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Extensions = JsonEncodedText.Encode("extensions");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText Locations = JsonEncodedText.Encode("locations");
    private static readonly JsonEncodedText Line = JsonEncodedText.Encode("line");
    private static readonly JsonEncodedText Column = JsonEncodedText.Encode("column");
    private static readonly JsonEncodedText Path = JsonEncodedText.Encode("path");
    private static readonly JsonEncodedText Pending = JsonEncodedText.Encode("pending");
    private static readonly JsonEncodedText Incremental = JsonEncodedText.Encode("incremental");
    private static readonly JsonEncodedText Completed = JsonEncodedText.Encode("completed");
    private static readonly JsonEncodedText HasNext = JsonEncodedText.Encode("hasNext");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Label = JsonEncodedText.Encode("label");
    private static readonly JsonEncodedText SubPath = JsonEncodedText.Encode("subPath");
    private static readonly JsonEncodedText Items = JsonEncodedText.Encode("items");
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");

    public static void Write(IBufferWriter<byte> output, OperationResult result, ObjectResult? data, IncrementalPayload? payload, ReadOnlyMemory<byte>? kept)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        if (result.RequestIndex is { } requestIndex)
            writer.WriteNumber(RequestIndex, requestIndex);
        if (result.VariableIndex is { } variableIndex)
            writer.WriteNumber(VariableIndex, variableIndex);
        WriteErrors(writer, result.Errors);
        if (result.IsDataSet)
        {
            writer.WritePropertyName(Data);
            if (kept is { } written)
                writer.WriteRawValue(written.Span, skipInputValidation: true);
            else
                WriteValue(writer, data);
        }

        if (payload is not null)
            WritePayload(writer, payload);

        if (result.Extensions is { Count: > 0 } extensions)
        {
            writer.WritePropertyName(Extensions);
            WriteValue(writer, extensions);
        }

        writer.WriteEndObject();
    }

    public static void WriteData(IBufferWriter<byte> output, ObjectResult? data)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        WriteValue(writer, data);
    }

    public static void WriteErrors(IBufferWriter<byte> output, IReadOnlyList<IError> errors)
    {
        using var writer = new Utf8JsonWriter(output, Options);
        WriteErrorList(writer, errors);
    }

    private static void WritePayload(Utf8JsonWriter writer, IncrementalPayload payload)
    {
        WriteEntries(writer, Pending, payload.Pending, static (writer, pending) =>
        {
            writer.WriteString(Id, pending.Id);
            writer.WritePropertyName(Path);
            WriteValue(writer, pending.Path);
            if (pending.Label is { } label)
                writer.WriteString(Label, label);
        });
        WriteEntries(writer, Incremental, payload.Incremental, static (writer, entry) =>
        {
            writer.WriteString(Id, entry.Id);
            if (entry.SubPath.Count > 0)
            {
                writer.WritePropertyName(SubPath);
                WriteValue(writer, entry.SubPath);
            }

            WriteErrors(writer, entry.Errors);
            writer.WritePropertyName(entry.Items is null ? Data : Items);
            WriteValue(writer, entry.Items ?? entry.Data);
        });
        WriteEntries(writer, Completed, payload.Completed, static (writer, entry) =>
        {
            writer.WriteString(Id, entry.Id);
            WriteErrors(writer, entry.Errors);
        });
        writer.WriteBoolean(HasNext, payload.HasNext);
    }

    private static void WriteEntries<T>(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<T> entries, Action<Utf8JsonWriter, T> write)
    {
        if (entries.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            write(writer, entry);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteErrors(Utf8JsonWriter writer, IReadOnlyList<IError> errors)
    {
        if (errors.Count == 0)
            return;
        writer.WritePropertyName(Errors);
        WriteErrorList(writer, errors);
    }

    private static void WriteErrorList(Utf8JsonWriter writer, IReadOnlyList<IError> errors)
    {
        writer.WriteStartArray();
        foreach (var error in errors)
            WriteError(writer, error);
        writer.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter writer, IError error)
    {
        writer.WriteStartObject();
        writer.WriteString(Message, error.Message);
        if (error.Locations is { Count: > 0 } locations)
        {
            writer.WriteStartArray(Locations);
            foreach (var location in locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber(Line, location.Line);
                writer.WriteNumber(Column, location.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is { } path)
        {
            writer.WritePropertyName(Path);
            WriteValue(writer, path);
        }

        if (error.Code is not null || error.Extensions is { Count: > 0 })
        {
            writer.WriteStartObject(Extensions);
            if (error.Code is { } code)
                writer.WriteString(Code, code);
            if (error.Extensions is not null)
                WriteMembers(writer, error.Extensions.Where(m => m.Key != "code" || error.Code is null).OrderBy(m => m.Key, StringComparer.Ordinal));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Whether a value can be written.</summary>
    public static bool IsWritable(object? serialized) => serialized switch
    {
        // The most common leaf types come first, before the more expensive checks.
        string or int or bool or decimal => true,
        // JSON cannot represent infinity or NaN. Checking in advance fails one field; the writer could only fail the whole response.
        double number => double.IsFinite(number),
        float number => float.IsFinite(number),
        IEnumerable<KeyValuePair<string, object?>> members => members.All(static member => IsWritable(member.Value)),
        IEnumerable items => items.Cast<object?>().All(IsWritable),
        _ => true,
    };

    /// <summary>Writes a node, a leaf, or a value of an extension.</summary>
    public static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ObjectResult result:
                WriteObject(writer, result);
                break;
            case ListResult list:
                writer.WriteStartArray();
                foreach (var item in list.Values)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            case WrittenValue written:
                writer.WriteRawValue(written.Json, skipInputValidation: true);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case EnumValue known:
                writer.WriteStringValue(known.EncodedName);
                break;
            case JsonEncodedText text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case float number:
                writer.WriteNumberValue(number);
                break;
            case DateTimeOffset moment:
                writer.WriteStringValue(moment);
                break;
            case IEnumerable<KeyValuePair<string, object?>> members:
                writer.WriteStartObject();
                WriteMembers(writer, members);
                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, ObjectResult result)
    {
        writer.WriteStartObject();
        var fields = result.Plan.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var value = result.Values[i];
            if (ReferenceEquals(value, SkippedField.Value))
                continue;
            writer.WritePropertyName(fields[i].EncodedName);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> members)
    {
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
    }
}

/// <summary>Marks the slot of a field that <c>@skip</c> or <c>@include</c> excludes.</summary>
internal static class SkippedField
{
    public static object Value { get; } = new();
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Reads JSON in each of the observed envelopes: a bare array, <c>{result}</c>, <c>{result, meta}</c>, <c>{result, system}</c> (CONTRACT, "Envelope").
/// </summary>
internal sealed class JsonResponseReader<T>(JsonTypeInfo<T> type) : ResponseReader<T>
{
    private static readonly DateTimeOffset LatestMoment = DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue);

    // Not JsonSerializer.Deserialize, which passes over the whole value before it reads it.
    private readonly JsonConverter<T> _converter = (JsonConverter<T>)type.Converter;

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<T> response) => TryReadValidText(JsonResponseReader.WithoutLoneSurrogates(body), out response);

    /// <summary>Reads a body that <see cref="JsonResponseReader.WithoutLoneSurrogates"/> returned.</summary>
    public ParseStatus TryReadValidText(ReadOnlySpan<byte> body, out ParsedResponse<T> response)
    {
        // The reader of the result checks the JSON text too, so a valid body is read once. Only for an invalid one it matters whether it is corrupted.
        if (Utf8.IsValid(body) && TryUnwrap(body, out response))
            return ParseStatus.Valid;

        response = default;
        return JsonResponseReader.IsCorrupted(body) ? ParseStatus.Corrupted : ParseStatus.UnexpectedShape;
    }

    private bool TryUnwrap(ReadOnlySpan<byte> body, out ParsedResponse<T> response)
    {
        try
        {
            return Unwrap(body, out response);
        }
        // A converter of the library reports a token of an unexpected type by an InvalidOperationException.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            response = default;
            return false;
        }
    }

    private bool Unwrap(ReadOnlySpan<byte> body, out ParsedResponse<T> response)
    {
        var reader = new Utf8JsonReader(body, JsonResponseReader.ReaderOptions);
        var result = default(T);
        var isGiven = false;
        var cachedAt = default(DateTimeOffset?);

        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            result = _converter.Read(ref reader, typeof(T), type.Options);
            isGiven = true;
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("result"u8))
                {
                    reader.Read();
                    result = reader.TokenType == JsonTokenType.Null ? default : _converter.Read(ref reader, typeof(T), type.Options);
                    isGiven = reader.TokenType != JsonTokenType.Null && result is not null;
                }
                else if (reader.ValueTextEquals("meta"u8))
                {
                    reader.Read();
                    cachedAt = ReadCachedAt(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        response = new ParsedResponse<T>(result!, cachedAt);
        // Nothing may follow. The reader throws if anything but white space does.
        return isGiven && !reader.Read();
    }

    private static DateTimeOffset? ReadCachedAt(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Expected an object.");

        var cachedAt = default(DateTimeOffset?);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCachedAt = reader.ValueTextEquals("cached_at"u8);
            reader.Read();
            if (isCachedAt)
                cachedAt = ReadMoment(ref reader);
            else
                reader.Skip();
        }

        return cachedAt;
    }

    private static DateTimeOffset? ReadMoment(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        // A response with an unreadable age must not count as fresh.
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var seconds) || seconds < 0 || seconds > LatestMoment.ToUnixTimeSeconds())
            throw new JsonException("Expected Unix seconds.");
        return DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(seconds));
    }
}

/// <summary>The parts of JSON reading that do not depend on the result type.</summary>
internal static class JsonResponseReader
{
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = WireLimits.MaxDepth };

    // One more than the limit, to distinguish nesting beyond the limit from a truncated body.
    private static readonly JsonReaderOptions InspectionOptions = new() { MaxDepth = WireLimits.MaxDepth + 1 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the body without a byte order mark and with every escaped lone surrogate replaced.</summary>
    /// <param name="body">The body as received.</param>
    public static ReadOnlySpan<byte> WithoutLoneSurrogates(ReadOnlySpan<byte> body) => Surrogates.ReplaceLone(WithoutByteOrderMark(body));

    /// <summary>Returns the body without a byte order mark.</summary>
    /// <param name="body">The body as received.</param>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) => body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;

    /// <summary>
    /// Whether an invalid body is corrupted: empty, <c>null</c>, or not JSON. Otherwise its shape is unexpected, which includes nesting beyond <see cref="WireLimits.MaxDepth"/>.
    /// </summary>
    /// <param name="body">The body without a byte order mark.</param>
    public static bool IsCorrupted(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return true;

        var reader = new Utf8JsonReader(body, InspectionOptions);
        var first = JsonTokenType.None;
        try
        {
            while (reader.Read())
            {
                if (first == JsonTokenType.None)
                    first = reader.TokenType;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= WireLimits.MaxDepth)
                    return false;
            }
        }
        catch (JsonException)
        {
            return true;
        }

        return first is JsonTokenType.None or JsonTokenType.Null;
    }
}

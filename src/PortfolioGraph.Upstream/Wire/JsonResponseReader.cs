using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// Reads JSON in each of the observed envelopes: a bare array, <c>{result}</c>, <c>{result, meta}</c>, <c>{result, system}</c> (CONTRACT, "Envelope").
/// </summary>
internal sealed class JsonResponseReader<T>(JsonTypeInfo<T> type) : ResponseReader<T>
{
    private static readonly DateTimeOffset LatestMoment = DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue);

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<T> response) => TryReadValidText(JsonResponseReader.WithoutLoneSurrogates(body), out response);

    /// <summary>Reads a body that <see cref="JsonResponseReader.WithoutLoneSurrogates"/> returned.</summary>
    public ParseStatus TryReadValidText(ReadOnlySpan<byte> body, out ParsedResponse<T> response)
    {
        response = default;
        var status = Inspect(body);
        if (status != ParseStatus.Valid)
            return status;

        try
        {
            return Unwrap(body, out response) ? ParseStatus.Valid : ParseStatus.UnexpectedShape;
        }
        catch (JsonException)
        {
            return ParseStatus.UnexpectedShape;
        }
    }

    /// <summary>Checks the JSON text before it is deserialized.</summary>
    private static ParseStatus Inspect(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return ParseStatus.Corrupted;

        var reader = new Utf8JsonReader(body, JsonResponseReader.ReaderOptions);
        var first = JsonTokenType.None;
        try
        {
            while (reader.Read())
            {
                if (first == JsonTokenType.None)
                    first = reader.TokenType;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= WireLimits.MaxDepth)
                    return ParseStatus.UnexpectedShape;
            }
        }
        catch (JsonException)
        {
            return ParseStatus.Corrupted;
        }

        return first switch
        {
            JsonTokenType.None or JsonTokenType.Null => ParseStatus.Corrupted,
            JsonTokenType.StartArray or JsonTokenType.StartObject => ParseStatus.Valid,
            _ => ParseStatus.UnexpectedShape,
        };
    }

    private bool Unwrap(ReadOnlySpan<byte> body, out ParsedResponse<T> response)
    {
        var reader = new Utf8JsonReader(body, JsonResponseReader.ReaderOptions);
        reader.Read();

        var result = default(T);
        var isGiven = false;
        var cachedAt = default(DateTimeOffset?);

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            result = JsonSerializer.Deserialize(ref reader, type);
            isGiven = true;
        }
        else
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("result"u8))
                {
                    reader.Read();
                    result = reader.TokenType == JsonTokenType.Null ? default : JsonSerializer.Deserialize(ref reader, type);
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
        return isGiven;
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
    // One more than the limit, so that Inspect can distinguish nesting beyond the limit from a truncated body.
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = WireLimits.MaxDepth + 1 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the body without a byte order mark and with every escaped lone surrogate replaced.</summary>
    /// <param name="body">The body as received.</param>
    public static ReadOnlySpan<byte> WithoutLoneSurrogates(ReadOnlySpan<byte> body) => Surrogates.ReplaceLone(WithoutByteOrderMark(body));

    /// <summary>Returns the body without a byte order mark.</summary>
    /// <param name="body">The body as received.</param>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) => body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
}

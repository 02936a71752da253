using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// JSON in every envelope that was seen: a bare array, <c>{result}</c>, <c>{result, meta}</c>, <c>{result, system}</c> (CONTRACT, "Envelope").
/// </summary>
internal sealed class JsonResponseReader<T>(JsonTypeInfo<T> type) : ResponseReader<T>
{
    private static readonly DateTimeOffset LatestMoment = DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue);

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<T> response) => TryReadValidText(JsonResponseReader.WithoutLoneSurrogates(body), out response);

    /// <summary>Reads a body that <see cref="JsonResponseReader.WithoutLoneSurrogates"/> gave.</summary>
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

    /// <summary>Looks at the text alone, before any record is made of it.</summary>
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
            throw new JsonException("An object was promised.");

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
        // An age that cannot be understood must not pass for a fresh answer.
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var seconds) || seconds < 0 || seconds > LatestMoment.ToUnixTimeSeconds())
            throw new JsonException("Unix seconds were promised.");
        return DateTimeOffset.UnixEpoch.AddSeconds(Math.Floor(seconds));
    }
}

/// <summary>How JSON is read, whatever it holds.</summary>
internal static class JsonResponseReader
{
    // One more than what is refused: the depth is judged by the format, so that it is told apart from a body that is cut off.
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = WireLimits.MaxDepth + 1 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as a reader takes it: without a byte order mark, and with no half of a pair of surrogates.</summary>
    /// <param name="body">The body as it came.</param>
    public static ReadOnlySpan<byte> WithoutLoneSurrogates(ReadOnlySpan<byte> body) => Surrogates.ReplaceLone(WithoutByteOrderMark(body));

    /// <summary>The body without a byte order mark.</summary>
    /// <param name="body">The body as it came.</param>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) => body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>
/// JSON in every envelope that was seen: a bare array, <c>{result}</c>, <c>{result, meta}</c>, <c>{result, system}</c> (CONTRACT, "Envelope").
/// </summary>
internal sealed class JsonFormat<T>(JsonTypeInfo<T> type) : AnswerFormat<T>
{
    private static readonly DateTimeOffset LatestMoment = DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue);

    public override BodyVerdict TryRead(ReadOnlySpan<byte> body, out WireAnswer<T> answer) => TryReadSound(JsonFormat.SoundOf(body), out answer);

    /// <summary>Reads a body that <see cref="JsonFormat.SoundOf"/> gave.</summary>
    public BodyVerdict TryReadSound(ReadOnlySpan<byte> body, out WireAnswer<T> answer)
    {
        answer = default;
        var verdict = Inspect(body);
        if (verdict != BodyVerdict.Good)
            return verdict;

        try
        {
            return Unwrap(body, out answer) ? BodyVerdict.Good : BodyVerdict.Foreign;
        }
        catch (JsonException)
        {
            return BodyVerdict.Foreign;
        }
    }

    /// <summary>Looks at the text alone, before any record is made of it.</summary>
    private static BodyVerdict Inspect(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return BodyVerdict.Damaged;

        var reader = new Utf8JsonReader(body, JsonFormat.ReaderOptions);
        var first = JsonTokenType.None;
        try
        {
            while (reader.Read())
            {
                if (first == JsonTokenType.None)
                    first = reader.TokenType;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= WireLimits.MaxDepth)
                    return BodyVerdict.Foreign;
            }
        }
        catch (JsonException)
        {
            return BodyVerdict.Damaged;
        }

        return first switch
        {
            JsonTokenType.None or JsonTokenType.Null => BodyVerdict.Damaged,
            JsonTokenType.StartArray or JsonTokenType.StartObject => BodyVerdict.Good,
            _ => BodyVerdict.Foreign,
        };
    }

    private bool Unwrap(ReadOnlySpan<byte> body, out WireAnswer<T> answer)
    {
        var reader = new Utf8JsonReader(body, JsonFormat.ReaderOptions);
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

        answer = new WireAnswer<T>(result!, cachedAt);
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
            var asked = reader.ValueTextEquals("cached_at"u8);
            reader.Read();
            if (asked)
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
internal static class JsonFormat
{
    // One more than what is refused: the depth is judged by the format, so that it is told apart from a body that is cut off.
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = WireLimits.MaxDepth + 1 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as a reader takes it: without a byte order mark, and with no half of a pair of surrogates.</summary>
    /// <param name="body">The body as it came.</param>
    public static ReadOnlySpan<byte> SoundOf(ReadOnlySpan<byte> body) => Surrogates.Repaired(WithoutMark(body));

    /// <summary>The body without a byte order mark.</summary>
    /// <param name="body">The body as it came.</param>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
}

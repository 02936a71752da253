using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Core;

/// <summary>
/// Writes the keys and values of datasets for other replicas of the same version of the server, as JSON. There is no compatibility between versions: <see cref="Version"/> changes with
/// every change of the code.
/// </summary>
internal static class EntryFormat
{
    private static readonly JsonSerializerOptions Options = new()
    {
        // Properties that are computed from others.
        IgnoreReadOnlyProperties = true,
        // Not WhenWritingDefault, which omits 0.0 and so would lose its digit.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new TextConverter<Address>(static address => address.Lower, static text => Address.TryParseAnyCase(text, out var address) ? address : throw new JsonException()),
            new TextConverter<AddressSet>(static owners => owners.ToString(), ParseOwners),
            new TextConverter<BigDecimal>(static number => number.ToString(), static text => BigDecimal.TryParse(text, out var number) ? number : throw new JsonException()),
            new TextConverter<PastHoldingsKey>(static key => new Scope(key.Owners, At: key.At).ToString(), ParsePast),
            new TextConverter<BigInteger>(static number => number.ToString(CultureInfo.InvariantCulture), static text => BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new JsonException()),
        },
    };

    /// <summary>Identifies the code that reads and writes entries. The compiler computes a module's version from its source, so every build of the same source has the same.</summary>
    public static string Version { get; } =
        $"{typeof(EntryFormat).Module.ModuleVersionId:N}{typeof(Upstream.UpstreamResult<>).Module.ModuleVersionId:N}";

    /// <summary>Writes a key as text.</summary>
    public static string WriteKey<TKey>(TKey key) => JsonSerializer.Serialize(key, Options);

    /// <summary>Reads a key.</summary>
    /// <returns>False if the text is not a key.</returns>
    public static bool TryReadKey<TKey>(string text, out TKey? key) => TryRead(text, out key);

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="provenance">The upstream responses that the value was made from.</param>
    public static byte[] WriteValue<TValue>(TValue value, Provenance provenance) =>
        JsonSerializer.SerializeToUtf8Bytes(new Content<TValue>(value, provenance.SkippedRows, provenance.AsOf), Options);

    /// <summary>Reads a value.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="value">The value.</param>
    /// <param name="provenance">The upstream responses that the value was made from, by the clock of the replica that loaded it.</param>
    /// <returns>False if the bytes are damaged.</returns>
    public static bool TryReadValue<TValue>(ReadOnlySpan<byte> bytes, out TValue? value, out Provenance provenance)
        where TValue : notnull
    {
        (value, provenance) = (default, default);
        try
        {
            if (JsonSerializer.Deserialize<Content<TValue>>(bytes, Options) is not { Value: { } read } content)
                return false;
            (value, provenance) = (read, new Provenance(content.AsOf, content.SkippedRows));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Writes the result of a load whose value is not stored.</summary>
    /// <param name="result">The result.</param>
    /// <param name="now">The current time.</param>
    public static string WriteResult<TValue>(LoadResult<TValue> result, DateTimeOffset now)
        where TValue : notnull =>
        JsonSerializer.Serialize(new ResultContent<TValue>(result.Failure, result.Value, result.Source?.SkippedRows ?? 0, now - (result.Source?.AsOf ?? now), result.IsPartial), Options);

    /// <summary>Reads a result.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The current time. The age of the value counts from it, so that the clocks of the replicas do not matter.</param>
    /// <returns>The result, its source cached; null if the text is damaged.</returns>
    public static LoadResult<TValue>? TryReadResult<TValue>(string text, DateTimeOffset now)
        where TValue : notnull
    {
        _ = TryRead<ResultContent<TValue>>(text, out var content);
        return content switch
        {
            { Failure: { } failure } => LoadResult<TValue>.Failed(failure),
            { Value: { } value } => LoadResult<TValue>.Of(value, new Provenance(now - content.Age, content.SkippedRows).ToSource(DataSourceState.Cached)) with { IsPartial = content.IsPartial },
            _ => null,
        };
    }

    private static bool TryRead<T>(string text, out T? content)
    {
        try
        {
            content = JsonSerializer.Deserialize<T>(text, Options);
            return content is not null;
        }
        catch (JsonException)
        {
            content = default;
            return false;
        }
    }

    private static AddressSet ParseOwners(string text) => AddressSet.Of(text.Split(',').Select(static part => Address.TryParseAnyCase(part, out var address) ? address : throw new JsonException()));

    private static PastHoldingsKey ParsePast(string text) => Scope.TryParse(text, out var scope) && scope.At is { } at ? new PastHoldingsKey(scope.Owners, at) : throw new JsonException();

    private sealed record Content<TValue>(TValue Value, int SkippedRows, DateTimeOffset AsOf);

    private sealed record ResultContent<TValue>(LoadFailure? Failure, TValue? Value, int SkippedRows, TimeSpan Age, bool IsPartial);

    private sealed class TextConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString() ?? throw new JsonException());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }
}

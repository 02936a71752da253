using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PortfolioGraph.Upstream.Wire;

/// <summary>Reads a chart: rows in the usual envelope, with known data issues in its <c>meta</c> (CONTRACT, "Envelope": <c>data_issues</c>).</summary>
internal sealed class ChartResponseReader(JsonTypeInfo<IReadOnlyList<WireChartPoint>> type) : ResponseReader<WireChart>
{
    private readonly JsonResponseReader<IReadOnlyList<WireChartPoint>> _rows = new(type);

    public override ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<WireChart> response)
    {
        response = default;
        var text = JsonResponseReader.WithoutLoneSurrogates(body);
        var status = _rows.TryReadValidText(text, out var rows);
        if (status == ParseStatus.Valid)
            response = new ParsedResponse<WireChart>(new WireChart(rows.Result, ReadDataIssues(text)), rows.CachedAt);
        return status;
    }

    // The body was already validated, so a member of an unexpected type is ignored here.
    private static JsonElement? ReadDataIssues(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, JsonResponseReader.ReaderOptions);
        var issues = default(JsonElement?);
        reader.Read();
        while (reader.TokenType != JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMeta = reader.ValueTextEquals("meta"u8);
            reader.Read();
            if (!isMeta)
                reader.Skip();
            else if (JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } meta && meta.TryGetProperty("data_issues", out var value))
                issues = value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : value;
        }

        return issues;
    }
}

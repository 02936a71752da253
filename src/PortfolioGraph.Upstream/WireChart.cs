using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream;

/// <summary>A value over time, for all addresses together. CONTRACT, "v5 general/chart": both versions return the same format.</summary>
/// <param name="Points">The points as received. Some may be in the future, outside the range or negative.</param>
/// <param name="DataIssues">The unchanged content of <c>meta.data_issues</c>, an object with undocumented members. Null if the upstream reports no issues.</param>
public sealed record WireChart(IReadOnlyList<WireChartPoint> Points, JsonElement? DataIssues);

/// <summary>A value at one time.</summary>
[JsonConverter(typeof(WireChartPointConverter))]
public sealed record WireChartPoint
{
    /// <summary>The time in Unix seconds. Null if unknown.</summary>
    public long? Timestamp { get; set; }

    /// <summary>The value in US dollars. Null if unknown.</summary>
    public JsonNumber? ValueUsd { get; set; }
}

internal sealed class WireChartPointConverter : RowConverter<WireChartPoint>
{
    public static readonly WireChartPointConverter Instance = new();

    protected override void ReadMember(WireChartPoint row, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("timestamp"u8))
            row.Timestamp = reader.ReadInt64();
        else if (name.SequenceEqual("value_usd"u8))
            row.ValueUsd = reader.ReadNumber();
        else
            reader.Skip();
    }
}

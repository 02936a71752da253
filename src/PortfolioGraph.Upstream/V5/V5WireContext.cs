using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

// Most rows have a RowConverter. The generated code reads the others, whose members are settable because it would box every value of an init-only member.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(RowsConverterFactory), typeof(LenientTextConverter), typeof(LenientNumberConverter), typeof(LenientInt32Converter), typeof(TokenIdConverter)])]
[JsonSerializable(typeof(V5CurrentValue))]
[JsonSerializable(typeof(IReadOnlyList<WireChartPoint>))]
[JsonSerializable(typeof(IReadOnlyList<V5SnapshotRow>))]
[JsonSerializable(typeof(IReadOnlyList<V5MetricsRow>))]
[JsonSerializable(typeof(IReadOnlyList<V5SupportedChain>))]
[JsonSerializable(typeof(IReadOnlyList<V5SupportedProtocol>))]
[JsonSerializable(typeof(V5ServiceStatus))]
[JsonSerializable(typeof(V5IndexMembers))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class V5WireContext : JsonSerializerContext;

using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

// Most rows have a RowConverter. The generated code reads the others.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(RowsConverterFactory)])]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(IReadOnlyList<V4AddressValue>))]
[JsonSerializable(typeof(IReadOnlyList<V4ProfitAndLoss>))]
[JsonSerializable(typeof(IReadOnlyList<WireChartPoint>))]
[JsonSerializable(typeof(IReadOnlyList<V4TokenDetails>))]
[JsonSerializable(typeof(IReadOnlyList<V4ProtocolDetails>))]
[JsonSerializable(typeof(IReadOnlyList<V4ValueGroup>))]
[JsonSerializable(typeof(IReadOnlyList<V4SupportedChain>))]
[JsonSerializable(typeof(IReadOnlyList<V4SupportedProtocol>))]
internal sealed partial class V4WireContext : JsonSerializerContext;

using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

// The records' members are settable, because the generated code of init-only members boxes every value.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(RowsConverterFactory), typeof(LenientTextConverter), typeof(LenientNumberConverter), typeof(LenientInt32Converter),
        typeof(LenientInt64Converter), typeof(LenientBooleanConverter), typeof(TokenIdConverter),
    ])]
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

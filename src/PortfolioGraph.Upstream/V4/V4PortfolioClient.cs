using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Upstream.Http;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

internal sealed class V4PortfolioClient([FromKeyedServices(UpstreamHttpClients.V4)] UpstreamClient client) : IV4PortfolioClient
{
    private static readonly V4WireContext Wire = V4WireContext.Default;

    public Task<UpstreamResult<IReadOnlyList<V4AddressValue>>> GetCurrentValueAsync(AddressQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/general/current_value", Wire.IReadOnlyListV4AddressValue, RequestQuery.Of(query, options.BypassCache), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/general/profit_and_loss", Wire.IReadOnlyListV4ProfitAndLoss, RequestQuery.Of(query, options.BypassCache).With(range), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetTokenProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/overview/erc20/profit_and_loss", Wire.IReadOnlyListV4ProfitAndLoss, RequestQuery.Of(query, options.BypassCache).With(range), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProtocolProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/overview/protocols/profit_and_loss", Wire.IReadOnlyListV4ProfitAndLoss, RequestQuery.Of(query, options.BypassCache).With(range), options, ct);

    public Task<UpstreamResult<WireChart>> GetValueChartAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options, CancellationToken ct) =>
        client.GetAsync("v4/general/value_chart", new ChartResponseReader(Wire.IReadOnlyListWireChartPoint), RequestQuery.Of(query, options.BypassCache).With(range), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4TokenDetails>>> GetTokenDetailsAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/overview/erc20/details", Wire.IReadOnlyListV4TokenDetails, RequestQuery.Of(query, options.BypassCache).With(range).WithClosed(true), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProtocolDetails>>> GetProtocolDetailsAsync(AddressQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/overview/protocols/details", Wire.IReadOnlyListV4ProtocolDetails, RequestQuery.Of(query, options.BypassCache).WithClosed(true), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4ValueGroup>>> GetTokenValueAsync(AddressQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/overview/erc20/current_value", Wire.IReadOnlyListV4ValueGroup, RequestQuery.Of(query, options.BypassCache), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4ValueGroup>>> GetProtocolValueAsync(AddressQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/overview/protocols/current_value", Wire.IReadOnlyListV4ValueGroup, RequestQuery.Of(query, options.BypassCache), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4SupportedChain>>> GetSupportedChainsAsync(UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/general/supported_chains", Wire.IReadOnlyListV4SupportedChain, RequestQuery.None, options, ct);

    public Task<UpstreamResult<IReadOnlyList<V4SupportedProtocol>>> GetSupportedProtocolsAsync(UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/general/supported_protocols", Wire.IReadOnlyListV4SupportedProtocol, RequestQuery.None, options, ct);

    public Task<UpstreamResult<bool>> GetAvailabilityAsync(UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v4/general/is_available", Wire.Boolean, RequestQuery.None, options, ct);

    private Task<UpstreamResult<T>> GetAsync<T>(string endpoint, JsonTypeInfo<T> type, RequestQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        client.GetAsync(endpoint, new JsonResponseReader<T>(type), query, options, ct);
}

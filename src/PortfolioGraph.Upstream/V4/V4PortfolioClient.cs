using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Upstream.Http;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V4;

internal sealed class V4PortfolioClient([FromKeyedServices(UpstreamHttpClients.V4)] UpstreamClient connection) : IV4PortfolioClient
{
    private static readonly V4WireContext Wire = V4WireContext.Default;

    public Task<UpstreamResult<IReadOnlyList<V4AddressValue>>> GetCurrentValueAsync(AddressQuery query, CancellationToken ct) =>
        GetAsync("general/current_value", Wire.IReadOnlyListV4AddressValue, RequestQuery.Of(query), ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProfitAndLossAsync(AddressQuery query, WireTimeRange range, CancellationToken ct) =>
        GetAsync("general/profit_and_loss", Wire.IReadOnlyListV4ProfitAndLoss, RequestQuery.Of(query).With(range), ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetTokenProfitAndLossAsync(AddressQuery query, WireTimeRange range, CancellationToken ct) =>
        GetAsync("overview/erc20/profit_and_loss", Wire.IReadOnlyListV4ProfitAndLoss, RequestQuery.Of(query).With(range), ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProtocolProfitAndLossAsync(AddressQuery query, WireTimeRange range, CancellationToken ct) =>
        GetAsync("overview/protocols/profit_and_loss", Wire.IReadOnlyListV4ProfitAndLoss, RequestQuery.Of(query).With(range), ct);

    public Task<UpstreamResult<WireChart>> GetValueChartAsync(AddressQuery query, WireTimeRange range, CancellationToken ct) =>
        connection.GetAsync("v4/general/value_chart", new ChartResponseReader(Wire.IReadOnlyListWireChartPoint), RequestQuery.Of(query).With(range), ct);

    public Task<UpstreamResult<IReadOnlyList<V4TokenDetails>>> GetTokenDetailsAsync(AddressQuery query, WireTimeRange range, CancellationToken ct) =>
        GetAsync("overview/erc20/details", Wire.IReadOnlyListV4TokenDetails, RequestQuery.Of(query).With(range).WithClosed(true), ct);

    public Task<UpstreamResult<IReadOnlyList<V4ProtocolDetails>>> GetProtocolDetailsAsync(AddressQuery query, CancellationToken ct) =>
        GetAsync("overview/protocols/details", Wire.IReadOnlyListV4ProtocolDetails, RequestQuery.Of(query).WithClosed(true), ct);

    public Task<UpstreamResult<IReadOnlyList<V4ValueGroup>>> GetTokenValueAsync(AddressQuery query, CancellationToken ct) =>
        GetAsync("overview/erc20/current_value", Wire.IReadOnlyListV4ValueGroup, RequestQuery.Of(query), ct);

    public Task<UpstreamResult<IReadOnlyList<V4ValueGroup>>> GetProtocolValueAsync(AddressQuery query, CancellationToken ct) =>
        GetAsync("overview/protocols/current_value", Wire.IReadOnlyListV4ValueGroup, RequestQuery.Of(query), ct);

    public Task<UpstreamResult<IReadOnlyList<V4SupportedChain>>> GetSupportedChainsAsync(CancellationToken ct) =>
        GetAsync("general/supported_chains", Wire.IReadOnlyListV4SupportedChain, RequestQuery.None, ct);

    public Task<UpstreamResult<IReadOnlyList<V4SupportedProtocol>>> GetSupportedProtocolsAsync(CancellationToken ct) =>
        GetAsync("general/supported_protocols", Wire.IReadOnlyListV4SupportedProtocol, RequestQuery.None, ct);

    public Task<UpstreamResult<bool>> GetAvailabilityAsync(CancellationToken ct) =>
        GetAsync("general/is_available", Wire.Boolean, RequestQuery.None, ct);

    private Task<UpstreamResult<T>> GetAsync<T>(string endpoint, JsonTypeInfo<T> type, RequestQuery query, CancellationToken ct) =>
        connection.GetAsync("v4/" + endpoint, new JsonResponseReader<T>(type), query, ct);
}

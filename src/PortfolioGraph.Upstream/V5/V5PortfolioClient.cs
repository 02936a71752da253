using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Upstream.Http;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

internal sealed class V5PortfolioClient([FromKeyedServices(UpstreamHttpClients.V5)] UpstreamClient client) : IV5PortfolioClient
{
    private static readonly V5WireContext Wire = V5WireContext.Default;

    public Task<UpstreamResult<V5CurrentValue>> GetCurrentValueAsync(AddressQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/general/current_value", Wire.V5CurrentValue, RequestQuery.Of(query, options.BypassCache), options, ct);

    public Task<UpstreamResult<WireChart>> GetChartAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/general/chart", new ChartResponseReader(Wire.IReadOnlyListWireChartPoint), RequestQuery.Of(query, options.BypassCache).With(range), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetTokenSnapshotAsync(AddressQuery query, DateTimeOffset? at, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/tokens/snapshot", Wire.IReadOnlyListV5SnapshotRow, RequestQuery.Of(query, options.BypassCache).At(at), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V5MetricsRow>>> GetTokenMetricsAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/tokens/metrics", Wire.IReadOnlyListV5MetricsRow, RequestQuery.Of(query, options.BypassCache).With(range), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetProtocolSnapshotAsync(AddressQuery query, DateTimeOffset? at, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/protocols/snapshot", Wire.IReadOnlyListV5SnapshotRow, RequestQuery.Of(query, options.BypassCache).At(at), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V5MetricsRow>>> GetProtocolMetricsAsync(AddressQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/protocols/metrics", Wire.IReadOnlyListV5MetricsRow, RequestQuery.Of(query, options.BypassCache), options, ct);

    public Task<UpstreamResult<IReadOnlyList<V5SupportedChain>>> GetSupportedChainsAsync(UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/general/supported_chains", Wire.IReadOnlyListV5SupportedChain, RequestQuery.None, options, ct);

    public Task<UpstreamResult<IReadOnlyList<V5SupportedProtocol>>> GetSupportedProtocolsAsync(UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/general/supported_protocols", Wire.IReadOnlyListV5SupportedProtocol, RequestQuery.None, options, ct);

    public Task<UpstreamResult<string>> GetReportAsync(AddressQuery query, WireTimeRange range, bool includeClosed, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/general/report", TextResponseReader.Instance, RequestQuery.OfAddresses(query).With(range).WithClosed(includeClosed), options, ct);

    public Task<UpstreamResult<V5ServiceStatus>> GetStatusAsync(UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/general/status", Wire.V5ServiceStatus, RequestQuery.None, options, ct);

    public Task<UpstreamResult<V5AddressCheck>> CheckAddressesAsync(AddressQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync("v5.0/general/address_check", new V5AddressCheckReader(), RequestQuery.Of(query, options.BypassCache), options, ct);

    private Task<UpstreamResult<T>> GetAsync<T>(string endpoint, JsonTypeInfo<T> type, RequestQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        GetAsync(endpoint, new JsonResponseReader<T>(type), query, options, ct);

    private Task<UpstreamResult<T>> GetAsync<T>(string endpoint, ResponseReader<T> reader, RequestQuery query, UpstreamCallOptions options, CancellationToken ct) =>
        client.GetAsync(endpoint, reader, query, options, ct);
}

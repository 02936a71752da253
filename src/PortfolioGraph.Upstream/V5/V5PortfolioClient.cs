using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Upstream.Http;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

internal sealed class V5PortfolioClient([FromKeyedServices(UpstreamHttpClients.V5)] UpstreamClient connection) : IV5PortfolioClient
{
    private static readonly V5WireContext Wire = V5WireContext.Default;

    public Task<UpstreamResult<V5CurrentValue>> GetCurrentValueAsync(AddressQuery query, CancellationToken ct) =>
        GetAsync("general/current_value", Wire.V5CurrentValue, RequestQuery.Of(query), ct);

    public Task<UpstreamResult<WireChart>> GetChartAsync(AddressQuery query, WireTimeRange range, CancellationToken ct) =>
        GetAsync("general/chart", new ChartResponseReader(Wire.IReadOnlyListWireChartPoint), RequestQuery.Of(query).With(range), ct);

    public Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetTokenSnapshotAsync(AddressQuery query, DateTimeOffset? at, CancellationToken ct) =>
        GetAsync("tokens/snapshot", Wire.IReadOnlyListV5SnapshotRow, RequestQuery.Of(query).At(at), ct);

    public Task<UpstreamResult<IReadOnlyList<V5MetricsRow>>> GetTokenMetricsAsync(AddressQuery query, WireTimeRange range, CancellationToken ct) =>
        GetAsync("tokens/metrics", Wire.IReadOnlyListV5MetricsRow, RequestQuery.Of(query).With(range), ct);

    public Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetProtocolSnapshotAsync(AddressQuery query, DateTimeOffset? at, CancellationToken ct) =>
        GetAsync("protocols/snapshot", Wire.IReadOnlyListV5SnapshotRow, RequestQuery.Of(query).At(at), ct);

    public Task<UpstreamResult<IReadOnlyList<V5MetricsRow>>> GetProtocolMetricsAsync(AddressQuery query, CancellationToken ct) =>
        GetAsync("protocols/metrics", Wire.IReadOnlyListV5MetricsRow, RequestQuery.Of(query), ct);

    public Task<UpstreamResult<IReadOnlyList<V5SupportedChain>>> GetSupportedChainsAsync(CancellationToken ct) =>
        GetAsync("general/supported_chains", Wire.IReadOnlyListV5SupportedChain, RequestQuery.None, ct);

    public Task<UpstreamResult<IReadOnlyList<V5SupportedProtocol>>> GetSupportedProtocolsAsync(CancellationToken ct) =>
        GetAsync("general/supported_protocols", Wire.IReadOnlyListV5SupportedProtocol, RequestQuery.None, ct);

    public Task<UpstreamResult<string>> GetReportAsync(AddressQuery query, WireTimeRange range, bool includeClosed, CancellationToken ct) =>
        GetAsync("general/report", TextResponseReader.Instance, RequestQuery.OfAddresses(query).With(range).WithClosed(includeClosed), ct);

    public Task<UpstreamResult<V5ServiceStatus>> GetStatusAsync(CancellationToken ct) =>
        GetAsync("general/status", Wire.V5ServiceStatus, RequestQuery.None, ct);

    public Task<UpstreamResult<V5AddressCheck>> CheckAddressesAsync(AddressQuery query, CancellationToken ct) =>
        GetAsync("general/address_check", new V5AddressCheckReader(), RequestQuery.Of(query), ct);

    private Task<UpstreamResult<T>> GetAsync<T>(string endpoint, JsonTypeInfo<T> type, RequestQuery query, CancellationToken ct) =>
        GetAsync(endpoint, new JsonResponseReader<T>(type), query, ct);

    private Task<UpstreamResult<T>> GetAsync<T>(string endpoint, ResponseReader<T> format, RequestQuery query, CancellationToken ct) =>
        connection.GetAsync("v5.0/" + endpoint, format, query, ct);
}

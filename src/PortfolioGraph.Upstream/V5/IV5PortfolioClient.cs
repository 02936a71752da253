namespace PortfolioGraph.Upstream.V5;

/// <summary>
/// Version 5.0 of the REST API (CONTRACT, "v5.0"). No method throws for what the upstream does; each throws <see cref="OperationCanceledException"/> when its caller
/// leaves and <see cref="ArgumentException"/> for a query without an address. Several addresses are merged into the same rows unless said otherwise.
/// </summary>
public interface IV5PortfolioClient
{
    /// <summary><c>general/current_value</c>: the value of everything, split by address, category, protocol group and chain.</summary>
    /// <param name="query">Whose value.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<V5CurrentValue>> GetCurrentValueAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/chart</c>: the value of everything over time.</summary>
    /// <param name="query">Whose value.</param>
    /// <param name="range">Over which time.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<WireChart>> GetChartAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>tokens/snapshot</c>: the tokens held now, or at a moment.</summary>
    /// <param name="query">Whose tokens.</param>
    /// <param name="at">The moment, to the second, from 1970 until 2106; null for now.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The wire has no word for the moment.</exception>
    Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetTokenSnapshotAsync(AddressQuery query, DateTimeOffset? at = null, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>tokens/metrics</c>: profit and loss of tokens, to be joined with the snapshot on <see cref="V5MetricsRow.Index"/>.</summary>
    /// <param name="query">Whose tokens.</param>
    /// <param name="range">Over which time.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V5MetricsRow>>> GetTokenMetricsAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>protocols/snapshot</c>: the positions held now, or at a moment.</summary>
    /// <param name="query">Whose positions.</param>
    /// <param name="at">The moment, to the second, from 1970 until 2106; null for now.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The wire has no word for the moment.</exception>
    Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetProtocolSnapshotAsync(AddressQuery query, DateTimeOffset? at = null, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>protocols/metrics</c>: profit and loss and economics of positions over their whole life, to be joined with the snapshot on <see cref="V5MetricsRow.Index"/>.</summary>
    /// <param name="query">Whose positions.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V5MetricsRow>>> GetProtocolMetricsAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/supported_chains</c>.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V5SupportedChain>>> GetSupportedChainsAsync(UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/supported_protocols</c>: one row for each chain and protocol group.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V5SupportedProtocol>>> GetSupportedProtocolsAsync(UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/report</c>: CSV text whose columns nobody promises.</summary>
    /// <param name="query">The addresses. The endpoint has no <c>use_cache</c> parameter, so <see cref="UpstreamCallOptions.BypassCache"/> has no effect.</param>
    /// <param name="range">Over which time profit and loss are counted.</param>
    /// <param name="includeClosed">Whether closed holdings are listed.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<string>> GetReportAsync(AddressQuery query, WireTimeRange range, bool includeClosed, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/status</c>: whether the service says that it is up.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<V5ServiceStatus>> GetStatusAsync(UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary>
    /// <c>general/address_check</c>: a body that no source describes, as it came; what cannot be understood in it is no verdict. A 403 that denies the address is an answer
    /// too; of several addresses it does not say which.
    /// </summary>
    /// <param name="query">Which addresses.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<V5AddressCheck>> CheckAddressesAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);
}

namespace PortfolioGraph.Upstream.V5;

/// <summary>
/// Version 5.0 of the REST API (CONTRACT, "v5.0"). Failures of the upstream are results, not exceptions. Methods throw
/// <see cref="OperationCanceledException"/> if the call is cancelled and <see cref="ArgumentException"/> for a query without an address. Several addresses are merged into the same
/// rows unless stated otherwise.
/// </summary>
public interface IV5PortfolioClient
{
    /// <summary><c>general/current_value</c>: the total value and its breakdowns by address, category, protocol group and chain.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<V5CurrentValue>> GetCurrentValueAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/chart</c>: the total value over time.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="range">The time range.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<WireChart>> GetChartAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>tokens/snapshot</c>: the tokens held now, or at a time in the past.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="at">The time, in whole seconds, from 1970 to 2106. Null for now.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the supported range.</exception>
    Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetTokenSnapshotAsync(AddressQuery query, DateTimeOffset? at = null, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>tokens/metrics</c>: profit and loss of tokens, to be joined with the snapshot on <see cref="V5MetricsRow.Index"/>.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="range">The time range.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V5MetricsRow>>> GetTokenMetricsAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>protocols/snapshot</c>: the positions held now, or at a time in the past.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="at">The time, in whole seconds, from 1970 to 2106. Null for now.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the supported range.</exception>
    Task<UpstreamResult<IReadOnlyList<V5SnapshotRow>>> GetProtocolSnapshotAsync(AddressQuery query, DateTimeOffset? at = null, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>protocols/metrics</c>: profit and loss and economics of positions over their whole life, to be joined with the snapshot on <see cref="V5MetricsRow.Index"/>.</summary>
    /// <param name="query">The addresses and the chain.</param>
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

    /// <summary><c>general/report</c>: CSV text whose columns are not specified.</summary>
    /// <param name="query">The addresses and the chain. The endpoint has no <c>use_cache</c> parameter, so <see cref="UpstreamCallOptions.BypassCache"/> has no effect.</param>
    /// <param name="range">The time range of profit and loss.</param>
    /// <param name="includeClosed">Whether closed holdings are listed.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<string>> GetReportAsync(AddressQuery query, WireTimeRange range, bool includeClosed, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/status</c>: whether the service reports itself as available.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<V5ServiceStatus>> GetStatusAsync(UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary>
    /// <c>general/address_check</c>: an undocumented body, returned unchanged. Unreadable content is not a verdict. A 403 that denies an address is a result too. With several
    /// addresses it does not say which one is denied.
    /// </summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<V5AddressCheck>> CheckAddressesAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);
}

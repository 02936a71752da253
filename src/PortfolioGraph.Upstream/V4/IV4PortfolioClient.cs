namespace PortfolioGraph.Upstream.V4;

/// <summary>
/// Version 4 of the REST API (CONTRACT, "v4"). Failures of the upstream are results, not exceptions. Methods throw
/// <see cref="OperationCanceledException"/> if the call is cancelled and <see cref="ArgumentException"/> for a query without an address. Several addresses are merged into the same
/// rows unless stated otherwise.
/// Closed holdings of every size are always requested.
/// </summary>
public interface IV4PortfolioClient
{
    /// <summary><c>general/current_value</c>: one row for each address, with its value on all chains or on the requested one.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4AddressValue>>> GetCurrentValueAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/profit_and_loss</c>: one row for each chain and a total row with a null chain.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="range">The time range.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/erc20/profit_and_loss</c>: like <c>general/profit_and_loss</c>, but for tokens only.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="range">The time range.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetTokenProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/protocols/profit_and_loss</c>: like <c>general/profit_and_loss</c>, but for positions only.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="range">The time range.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProtocolProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/value_chart</c>: the total value over time.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="range">The time range.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<WireChart>> GetValueChartAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/erc20/details</c>: one row for each chain and token, with value and profit and loss.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="range">The time range of profit and loss.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4TokenDetails>>> GetTokenDetailsAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/protocols/details</c>: one row for each position, with its owners among the requested addresses. Profit and loss cover the position's whole life.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProtocolDetails>>> GetProtocolDetailsAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/erc20/current_value</c>: groups <c>native</c>, <c>stable</c>, <c>token</c>, each with one row for each chain and a total row with a null chain.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ValueGroup>>> GetTokenValueAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/protocols/current_value</c>: a group for each protocol, each with one row for each chain and a total row with a null chain.</summary>
    /// <param name="query">The addresses and the chain.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ValueGroup>>> GetProtocolValueAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/supported_chains</c>.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4SupportedChain>>> GetSupportedChainsAsync(UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/supported_protocols</c>.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4SupportedProtocol>>> GetSupportedProtocolsAsync(UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/is_available</c>: whether the service reports itself as available.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<bool>> GetAvailabilityAsync(UpstreamCallOptions options = default, CancellationToken ct = default);
}

namespace PortfolioGraph.Upstream.V4;

/// <summary>
/// Version 4 of the REST API (CONTRACT, "v4"). No method throws for what the upstream does; each throws <see cref="OperationCanceledException"/> when its caller
/// leaves and <see cref="ArgumentException"/> for a query without an address. Several addresses are merged into the same rows unless said otherwise.
/// Closed holdings of every size are always asked for.
/// </summary>
public interface IV4PortfolioClient
{
    /// <summary><c>general/current_value</c>: one row for each address, with its value over all chains, or on the one asked for.</summary>
    /// <param name="query">Whose value.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4AddressValue>>> GetCurrentValueAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/profit_and_loss</c>: one row for each chain and one, with a null chain, for all together.</summary>
    /// <param name="query">Whose profit and loss.</param>
    /// <param name="range">Over which time.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/erc20/profit_and_loss</c>: as <c>general/profit_and_loss</c>, of tokens alone.</summary>
    /// <param name="query">Whose tokens.</param>
    /// <param name="range">Over which time.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetTokenProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/protocols/profit_and_loss</c>: as <c>general/profit_and_loss</c>, of positions alone.</summary>
    /// <param name="query">Whose positions.</param>
    /// <param name="range">Over which time.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProfitAndLoss>>> GetProtocolProfitAndLossAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>general/value_chart</c>: the value of everything over time.</summary>
    /// <param name="query">Whose value.</param>
    /// <param name="range">Over which time.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<WireChart>> GetValueChartAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/erc20/details</c>: one row for each chain and token, with value and profit and loss.</summary>
    /// <param name="query">Whose tokens.</param>
    /// <param name="range">Over which time profit and loss are counted.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4TokenDetails>>> GetTokenDetailsAsync(AddressQuery query, WireTimeRange range, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/protocols/details</c>: one row for each position, with its owners among the addresses asked for; profit and loss over the position's whole life.</summary>
    /// <param name="query">Whose positions.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ProtocolDetails>>> GetProtocolDetailsAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/erc20/current_value</c>: groups <c>native</c>, <c>stable</c>, <c>token</c>, in each one row for each chain and one, with a null chain, for all together.</summary>
    /// <param name="query">Whose tokens.</param>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<IReadOnlyList<V4ValueGroup>>> GetTokenValueAsync(AddressQuery query, UpstreamCallOptions options = default, CancellationToken ct = default);

    /// <summary><c>overview/protocols/current_value</c>: a group for each protocol, in each one row for each chain and one, with a null chain, for all together.</summary>
    /// <param name="query">Whose positions.</param>
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

    /// <summary><c>general/is_available</c>: whether the service says that it is up.</summary>
    /// <param name="options">The permit to use, and whether to bypass the upstream cache.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<UpstreamResult<bool>> GetAvailabilityAsync(UpstreamCallOptions options = default, CancellationToken ct = default);
}

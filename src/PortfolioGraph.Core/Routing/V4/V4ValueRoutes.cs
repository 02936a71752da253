using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>The values of v4.</summary>
internal sealed class V4ValueRoutes(IV4PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    private const string NativeGroup = "native";

    public async Task<RouteResult<ValueResult>> LoadTotalsAsync(ValueRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetCurrentValueAsync(request.Scope.ToQuery(), options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Value, request.Owners);

        // Even an address without holdings has a row, so a response without rows is invalid.
        var filtered = rows.Filter("v4 general/current_value", response.Result, static row => RowExclusions.ForAddress(row.Address));
        var totals = ToTotals(request.Owners, filtered.Rows);
        return totals.ByAddress.Count > 0 && !filtered.IsUnusable ? RouteResults.Of(totals, response.ToProvenance(filtered.Skipped)) : RouteResults.Unusable(Dataset.Value, request.Owners);
    }

    // Make the calls sequentially, because this is a fallback and the third call is useless if the second one fails.
    public async Task<RouteResult<ValueResult>> LoadBreakdownAsync(ValueRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var totals = await LoadTotalsAsync(request, options, ct).ConfigureAwait(false);
        if (totals.Value is null)
            return totals;

        var query = request.Scope.ToQuery();
        var tokens = await client.GetTokenValueAsync(query, options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (tokens.Response is null)
            return RouteResults.Failed(tokens.Failure!, Dataset.Value, request.Owners);

        var protocols = await client.GetProtocolValueAsync(query, options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (protocols.Response is null)
            return RouteResults.Failed(protocols.Failure!, Dataset.Value, request.Owners);

        var tokenGroups = Filter("v4 overview/erc20/current_value", tokens.Response.Result);
        var protocolGroups = Filter("v4 overview/protocols/current_value", protocols.Response.Result);
        if (tokenGroups.IsUnusable || protocolGroups.IsUnusable || tokenGroups.Rows.Concat(protocolGroups.Rows).Any(group => HasOtherChains(group, request.Scope)))
            return RouteResults.Unusable(Dataset.Value, request.Owners);

        var provenance = totals.Provenance.Merge(tokens.Response.ToProvenance(tokenGroups.Skipped)).Merge(protocols.Response.ToProvenance(protocolGroups.Skipped));
        var breakdown = ToBreakdown(request.Scope, totals.Value.TotalUsd, tokenGroups.Rows, protocolGroups.Rows, provenance.ToSource(DataSourceState.Live));
        return RouteResults.Of(totals.Value with { Breakdown = breakdown }, provenance);
    }

    private FilteredRows<V4ValueGroup> Filter(string endpoint, IReadOnlyList<V4ValueGroup> groups) => rows.Filter(
        endpoint,
        groups,
        static group => RowExclusions.ForProtocol(group.ProtocolName),
        static group => group.Result?.Count(static row => row.ChainId is not null && RowExclusions.ForChain(row.ChainId) is not null) ?? 0);

    private static ValueResult ToTotals(AddressSet owners, IReadOnlyList<V4AddressValue> rows)
    {
        var byAddress = BreakdownMapper.SumByAddress(owners, rows.Select(static row => (row.Address, row.ValueUsd)));
        var total = byAddress.Count == owners.Count ? byAddress.Values.SumOfAll() : null;
        return new ValueResult(total, byAddress, null);
    }

    // If other chains have a value although one chain was requested, the sum of the group is theirs too.
    private static bool HasOtherChains(V4ValueGroup group, Scope scope) =>
        scope.ChainId is { } requested && ByChain(group).Any(row => row.ChainId != requested && row.ValueUsd != 0);

    // Values that are only given for all chains cannot be broken down by chain. For one chain they are its value.
    private ValueBreakdown? ToBreakdown(Scope scope, decimal? total, IReadOnlyList<V4ValueGroup> tokens, IReadOnlyList<V4ValueGroup> protocols, Source source) =>
        scope.ChainId is null && tokens.Concat(protocols).Any(static group => !ByChain(group).Any() && TotalOf(group) != 0) ? null : BreakdownMapper.Create(
            scope,
            total,
            scope.ChainId is { } chainId ? [(chains.Get(chainId), total)] : tokens.Concat(protocols).SelectMany(ByChain).Select(row => (chains.Get(row.ChainId), row.ValueUsd)),
            [
                .. tokens.Select(static group => (CategoryOf(group), TotalOf(group))),
                .. protocols.Select(static group => (AssetCategory.Protocols, TotalOf(group))),
            ],
            protocols.Select(static group => (new Protocol(ProtocolIds.Of(group.ProtocolName!), group.ProtocolName!, null), TotalOf(group))),
            source);

    private static AssetCategory CategoryOf(V4ValueGroup group) => group.ProtocolName == NativeGroup ? AssetCategory.Native : AssetCategory.Tokens;

    // If a chain is unreadable, the sum of the others is incomplete; use the total row instead.
    private static decimal? TotalOf(V4ValueGroup group)
    {
        List<decimal?> perChain = [.. ByChain(group).Select(static row => row.ValueUsd)];
        return perChain.Count == group.Result?.Count(static row => row.ChainId is not null) && perChain.Count > 0 || group.Result is null or []
            ? perChain.SumOfAll()
            : group.Result.FirstOrDefault(static row => row.ChainId is null)?.ValueUsd.ToDecimal();
    }

    private static IEnumerable<(int ChainId, decimal? ValueUsd)> ByChain(V4ValueGroup values) =>
        from row in values.Result ?? []
        let chainId = row.ChainId.ToChainId()
        where chainId is not null
        select (chainId.Value, row.ValueUsd.ToDecimal());
}

using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>Values by v4's words.</summary>
internal sealed class V4ValueRoutes(IV4PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    private const string NativeGroup = "native";

    public async Task<RouteResult<ValueResult>> LoadTotalsAsync(ValueRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetCurrentValueAsync(request.Owners.ToQuery(request.ChainId), options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Value, request.Owners);

        // An address that holds nothing has a row that says so: without any, nothing was said.
        var sifted = rows.Sift("v4 general/current_value", response.Result, static row => RowGaps.OfAddress(row.Address));
        var totals = ToTotals(request.Owners, sifted.Rows);
        return totals.ByAddress.Count > 0 && !sifted.IsBad ? RouteResults.Of(totals, response.ToProvenance(sifted.Skipped)) : RouteResults.Unusable(Dataset.Value, request.Owners);
    }

    // One call after the other: this is fallen back to, and where the second fails the third would only be wasted.
    public async Task<RouteResult<ValueResult>> LoadBreakdownAsync(ValueRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var totals = await LoadTotalsAsync(request, options, ct).ConfigureAwait(false);
        if (totals.Value is null)
            return totals;

        var query = request.Owners.ToQuery();
        var tokens = await client.GetTokenValueAsync(query, options, ct).Counted().ConfigureAwait(false);
        if (tokens.Response is null)
            return RouteResults.Failed(tokens.Failure!, Dataset.Value, request.Owners);

        var protocols = await client.GetProtocolValueAsync(query, options, ct).Counted().ConfigureAwait(false);
        if (protocols.Response is null)
            return RouteResults.Failed(protocols.Failure!, Dataset.Value, request.Owners);

        var ofTokens = Sift("v4 overview/erc20/current_value", tokens.Response.Result);
        var ofProtocols = Sift("v4 overview/protocols/current_value", protocols.Response.Result);
        if (ofTokens.IsBad || ofProtocols.IsBad)
            return RouteResults.Unusable(Dataset.Value, request.Owners);

        var from = totals.Provenance.And(tokens.Response.ToProvenance(ofTokens.Skipped)).And(protocols.Response.ToProvenance(ofProtocols.Skipped));
        var breakdown = ToBreakdown(request.Owners, totals.Value.TotalUsd, ofTokens.Rows, ofProtocols.Rows, from.In(SourceState.Live));
        return RouteResults.Of(totals.Value with { Breakdown = breakdown }, from);
    }

    private SiftedRows<V4ValueGroup> Sift(string endpoint, IReadOnlyList<V4ValueGroup> groups) => rows.Sift(
        endpoint,
        groups,
        static group => RowGaps.OfProtocol(group.ProtocolName),
        static group => group.Result?.Count(static row => row.ChainId is not null && RowGaps.OfChain(row.ChainId) is not null) ?? 0);

    private static ValueResult ToTotals(AddressSet owners, IReadOnlyList<V4AddressValue> rows)
    {
        var byAddress = rows
            .GroupBy(static row => row.Address.ToAddress()!.Value, static row => row.ValueUsd.ToDecimal())
            .Where(same => owners.Contains(same.Key))
            .ToDictionary(static same => same.Key, static same => same.ToList().SumOfAll());
        var total = byAddress.Count == owners.Count ? byAddress.Values.SumOfAll() : null;
        return new ValueResult(total, byAddress, null);
    }

    // Values that are told for all chains together only make no split by chain.
    private ValueBreakdown? ToBreakdown(AddressSet owners, decimal? total, IReadOnlyList<V4ValueGroup> tokens, IReadOnlyList<V4ValueGroup> protocols, Source source) =>
        tokens.Concat(protocols).Any(static group => !PerChain(group).Any() && Whole(group) != 0) ? null : BreakdownMapper.Create(
            owners,
            total,
            tokens.Concat(protocols).SelectMany(PerChain).Select(row => (chains.Get(row.ChainId), row.ValueUsd)),
            [
                .. tokens.Select(static group => (CategoryOf(group), Whole(group))),
                .. protocols.Select(static group => (AssetCategory.Protocols, Whole(group))),
            ],
            protocols.Select(static group => (new Protocol(ProtocolIds.Of(group.ProtocolName!), group.ProtocolName!, null), Whole(group))),
            source);

    private static AssetCategory CategoryOf(V4ValueGroup group) => group.ProtocolName == NativeGroup ? AssetCategory.Native : AssetCategory.Tokens;

    // Where a chain cannot be read the others are not the whole; the row of all chains is.
    private static decimal? Whole(V4ValueGroup group)
    {
        List<decimal?> perChain = [.. PerChain(group).Select(static row => row.ValueUsd)];
        return perChain.Count == group.Result?.Count(static row => row.ChainId is not null) && perChain.Count > 0 || group.Result is null or []
            ? perChain.SumOfAll()
            : group.Result.FirstOrDefault(static row => row.ChainId is null)?.ValueUsd.ToDecimal();
    }

    private static IEnumerable<(int ChainId, decimal? ValueUsd)> PerChain(V4ValueGroup values) =>
        from row in values.Result ?? []
        let chainId = row.ChainId.ToChainId()
        where chainId is not null
        select (chainId.Value, row.ValueUsd.ToDecimal());
}

using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>Values by v4's words.</summary>
internal sealed class V4ValueRoutes(IV4PortfolioClient client, KnownChains chains)
{
    private const string NativeGroup = "native";

    public async Task<RouteAnswer<ValueAnswer>> LoadTotalsAsync(ValueAsk ask, CancellationToken ct)
    {
        var result = await client.GetCurrentValueAsync(ask.Owners.ToQuery(ask.ChainId), ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.Value, ask.Owners);

        // Whoever holds nothing has a row that says so: without any, nothing was said.
        var totals = ToTotals(ask.Owners, answer.Result);
        return totals.ByAddress.Count > 0 ? RouteAnswers.Of(totals, answer.AsOf) : RouteAnswers.Unusable(Dataset.Value, ask.Owners);
    }

    // One call after the other: this is fallen back to, and where the second fails the third would only be wasted.
    public async Task<RouteAnswer<ValueAnswer>> LoadBreakdownAsync(ValueAsk ask, CancellationToken ct)
    {
        var totals = await LoadTotalsAsync(ask, ct).ConfigureAwait(false);
        if (totals.Value is null)
            return totals;

        var query = ask.Owners.ToQuery();
        var tokens = await client.GetTokenValueAsync(query, ct).Counted().ConfigureAwait(false);
        if (tokens.Answer is null)
            return RouteAnswers.Failed(tokens.Failure!, Dataset.Value, ask.Owners);

        var protocols = await client.GetProtocolValueAsync(query, ct).Counted().ConfigureAwait(false);
        if (protocols.Answer is null)
            return RouteAnswers.Failed(protocols.Failure!, Dataset.Value, ask.Owners);

        DateTimeOffset[] moments = [totals.AsOf, tokens.Answer.AsOf, protocols.Answer.AsOf];
        var source = new Source(SourceState.Live, moments.Min());
        var breakdown = ToBreakdown(ask.Owners, totals.Value.TotalUsd, tokens.Answer.Result, protocols.Answer.Result, source);
        return RouteAnswers.Of(totals.Value with { Breakdown = breakdown }, source.AsOf);
    }

    private static ValueAnswer ToTotals(AddressSet owners, IReadOnlyList<V4AddressValue> rows)
    {
        Dictionary<Address, decimal?> byAddress = [];
        foreach (var row in rows)
        {
            if (row.Address.ToAddress() is { } address && owners.Contains(address))
                byAddress[address] = row.ValueUsd.ToDecimal();
        }

        var total = byAddress.Count == owners.Count ? byAddress.Values.SumOfAll() : null;
        return new ValueAnswer(total, byAddress, null);
    }

    private ValueBreakdown? ToBreakdown(AddressSet owners, decimal? total, IReadOnlyList<V4ValueGroup> tokens, IReadOnlyList<V4ValueGroup> protocols, Source source) =>
        Breakdowns.Create(
            owners,
            total,
            tokens.Concat(protocols).SelectMany(PerChain).Select(row => (chains.Get(row.ChainId), row.ValueUsd)),
            [
                .. tokens.Select(static group => (CategoryOf(group), Whole(group))),
                .. protocols.Select(static group => (AssetCategory.Protocols, Whole(group))),
            ],
            protocols.Select(static group => (new Protocol(ProtocolIds.Of(group.ProtocolName), group.ProtocolName, null), Whole(group))),
            source);

    private static AssetCategory CategoryOf(V4ValueGroup group) => group.ProtocolName == NativeGroup ? AssetCategory.Native : AssetCategory.Tokens;

    private static decimal? Whole(V4ValueGroup group)
    {
        List<decimal?> perChain = [.. PerChain(group).Select(static row => row.ValueUsd)];
        return perChain.Count > 0 || group.Result is null or [] ? perChain.SumOfAll() : group.Result[0].ValueUsd.ToDecimal();
    }

    private static IEnumerable<(int ChainId, decimal? ValueUsd)> PerChain(V4ValueGroup values) =>
        from row in values.Result ?? []
        let chainId = row.ChainId.ToChainId()
        where chainId is not null
        select (chainId.Value, row.ValueUsd.ToDecimal());
}

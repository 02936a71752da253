using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Values by v5's words.</summary>
internal sealed class V5ValueRoutes(IV5PortfolioClient client, KnownChains chains)
{
    public async Task<RouteAnswer<ValueAnswer>> LoadAsync(ValueAsk ask, CancellationToken ct)
    {
        var result = await client.GetCurrentValueAsync(ask.Owners.ToQuery(ask.ChainId), ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.Value, ask.Owners);

        var value = answer.Result;
        var total = value.Total.ToDecimal();
        if (ask.Owners.Count == 1 && SaysNothing(ask.Owners, total, value))
            return RouteAnswers.Unusable(Dataset.Value, ask.Owners);

        var breakdown = ask.ChainId is null ? ToBreakdown(ask.Owners, total, value, new Source(SourceState.Live, answer.AsOf)) : null;
        return RouteAnswers.Of(new ValueAnswer(total, ByAddress(ask.Owners, total, value), breakdown), answer.AsOf);
    }

    // Whoever holds nothing has a row that says so: a total of 0 without any is nobody's.
    private static bool SaysNothing(AddressSet owners, decimal? total, V5CurrentValue value) =>
        value.ByAddress is { } rows
        && (rows.Count > 0 || total is 0)
        && !rows.Any(row => row.Address.ToAddress() is { } address && owners.Contains(address));

    private static Dictionary<Address, decimal?> ByAddress(AddressSet owners, decimal? total, V5CurrentValue value)
    {
        if (owners.Count == 1)
            return new() { [owners.Addresses[0]] = total };

        Dictionary<Address, decimal?> byAddress = [];
        foreach (var row in value.ByAddress ?? [])
        {
            if (row.Address.ToAddress() is { } address && owners.Contains(address))
                byAddress[address] = row.ValueUsd.ToDecimal();
        }

        return byAddress;
    }

    private ValueBreakdown? ToBreakdown(AddressSet owners, decimal? total, V5CurrentValue value, Source source)
    {
        if (value.ByChain is null || value.ByCategory is null || value.ByProtocolGroup is null)
            return null;

        var byChain =
            from row in value.ByChain
            let chainId = row.ChainId.ToChainId()
            where chainId is not null
            select (chains.Get(chainId.Value), row.ValueUsd.ToDecimal());
        return Breakdowns.Create(
            owners,
            total,
            byChain,
            value.ByCategory.Select(static row => (CategoryOf(row.CategoryId), row.ValueUsd.ToDecimal())),
            value.ByProtocolGroup.Select(static row =>
                (new Protocol(ProtocolIds.Of(row.ProtocolGroupId), row.ProtocolGroupName.ToText() ?? row.ProtocolGroupId, null), row.ValueUsd.ToDecimal())),
            source);
    }

    private static AssetCategory CategoryOf(string id) => id switch
    {
        "native" => AssetCategory.Native,
        "tokens" => AssetCategory.Tokens,
        "protocols" => AssetCategory.Protocols,
        _ => AssetCategory.Other,
    };
}

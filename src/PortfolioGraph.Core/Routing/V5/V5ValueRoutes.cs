using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Values by v5's words.</summary>
internal sealed class V5ValueRoutes(IV5PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    private const string Endpoint = "v5 general/current_value";

    public async Task<RouteResult<ValueResult>> LoadAsync(ValueRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetCurrentValueAsync(request.Owners.ToQuery(request.ChainId), options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Value, request.Owners);

        var value = response.Result;
        var total = value.Total.ToDecimal();
        var byAddress = rows.Sift(Endpoint, value.ByAddress ?? [], static row => RowGaps.OfAddress(row.Address));
        if (byAddress.IsBad || (request.Owners.Count == 1 && SaysNothing(request.Owners, total, value, byAddress.Rows)))
            return RouteResults.Unusable(Dataset.Value, request.Owners);

        var from = response.ToProvenance(byAddress.Skipped);
        var totals = ByAddress(request.Owners, total, byAddress.Rows);
        if (request.ChainId is not null || value.ByChain is null || value.ByCategory is null || value.ByProtocolGroup is null)
            return RouteResults.Of(new ValueResult(total, totals, null), from);

        // A row of all chains together tells what the total tells.
        var byChain = rows.Sift(Endpoint, value.ByChain, static row => row.ChainId is null ? RowGap.Total : RowGaps.OfChain(row.ChainId));
        var byCategory = rows.Sift(Endpoint, value.ByCategory, static row => RowGaps.OfName(row.CategoryId));
        var byProtocol = rows.Sift(Endpoint, value.ByProtocolGroup, static row => RowGaps.OfProtocol(row.ProtocolGroupId ?? row.ProtocolGroupName));
        if (byChain.IsBad || byCategory.IsBad || byProtocol.IsBad)
            return RouteResults.Unusable(Dataset.Value, request.Owners);

        var whole = response.ToProvenance() with { SkippedRows = byAddress.Skipped + byChain.Skipped + byCategory.Skipped + byProtocol.Skipped };
        var breakdown = ToBreakdown(request.Owners, total, byChain.Rows, byCategory.Rows, byProtocol.Rows, whole.In(SourceState.Live));
        return RouteResults.Of(new ValueResult(total, totals, breakdown), whole);
    }

    // An address that holds nothing has a row that says so: a total of 0 without any is of none of those asked for.
    private static bool SaysNothing(AddressSet owners, decimal? total, V5CurrentValue value, IReadOnlyList<V5AddressValue> rows) =>
        value.ByAddress is not null
        && (rows.Count > 0 || total is 0)
        && !rows.Any(row => row.Address.ToAddress() is { } address && owners.Contains(address));

    private static Dictionary<Address, decimal?> ByAddress(AddressSet owners, decimal? total, IReadOnlyList<V5AddressValue> rows) =>
        owners.Count == 1
            ? new() { [owners.Addresses[0]] = total }
            : rows
                .GroupBy(static row => row.Address.ToAddress()!.Value, static row => row.ValueUsd.ToDecimal())
                .Where(same => owners.Contains(same.Key))
                .ToDictionary(static same => same.Key, static same => same.ToList().SumOfAll());

    private ValueBreakdown? ToBreakdown(
        AddressSet owners,
        decimal? total,
        IReadOnlyList<V5ChainValue> byChain,
        IReadOnlyList<V5CategoryValue> byCategory,
        IReadOnlyList<V5ProtocolGroupValue> byProtocol,
        Source source) => BreakdownMapper.Create(
            owners,
            total,
            byChain.Select(row => (chains.Get(row.ChainId.ToChainId()!.Value), row.ValueUsd.ToDecimal())),
            byCategory.Select(static row => (CategoryOf(row.CategoryId), row.ValueUsd.ToDecimal())),
            byProtocol
                .Select(static row => (Row: row, Id: row.ProtocolGroupId ?? row.ProtocolGroupName!))
                .Select(static named => (new Protocol(ProtocolIds.Of(named.Id), named.Row.ProtocolGroupName.ToText() ?? named.Id, null), named.Row.ValueUsd.ToDecimal())),
            source);

    private static AssetCategory CategoryOf(string? id) => id switch
    {
        "native" => AssetCategory.Native,
        "tokens" => AssetCategory.Tokens,
        "protocols" => AssetCategory.Protocols,
        _ => AssetCategory.Other,
    };
}

using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>The values of v5.</summary>
internal sealed class V5ValueRoutes(IV5PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    private const string Endpoint = "v5 general/current_value";

    public async Task<RouteResult<ValueResult>> LoadAsync(ValueRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetCurrentValueAsync(request.Scope.ToQuery(), options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Value, request.Owners);

        var value = response.Result;
        var total = value.Total.ToDecimal();
        var byAddress = rows.Filter(Endpoint, value.ByAddress ?? [], static row => RowExclusions.ForAddress(row.Address));
        if (byAddress.IsUnusable || (request.Owners.Count == 1 && IsAboutOtherAddresses(request.Owners, total, value, byAddress.Rows)))
            return RouteResults.Unusable(Dataset.Value, request.Owners);

        var provenance = response.ToProvenance(byAddress.Skipped);
        var totals = TotalsByAddress(request.Owners, total, byAddress.Rows);
        if (value.ByChain is null || value.ByCategory is null || value.ByProtocolGroup is null)
            return RouteResults.Of(new ValueResult(total, totals, null), provenance);

        // A row about all chains repeats the total. If other chains have a value although one chain was requested, the total is theirs too.
        var byChain = rows.Filter(Endpoint, value.ByChain, static row => row.ChainId is null ? RowExclusion.Total : RowExclusions.ForChain(row.ChainId));
        if (request.Scope.ChainId is { } chainId && byChain.Rows.Any(row => row.ChainId != chainId && row.ValueUsd.ToDecimal() != 0))
            return RouteResults.Unusable(Dataset.Value, request.Owners);

        var byCategory = rows.Filter(Endpoint, value.ByCategory, static row => RowExclusions.ForName(row.CategoryId));
        var byProtocol = rows.Filter(Endpoint, value.ByProtocolGroup, static row => RowExclusions.ForProtocol(row.ProtocolGroupId ?? row.ProtocolGroupName));
        if (byChain.IsUnusable || byCategory.IsUnusable || byProtocol.IsUnusable)
            return RouteResults.Unusable(Dataset.Value, request.Owners);

        var allProvenance = response.ToProvenance() with { SkippedRows = byAddress.Skipped + byChain.Skipped + byCategory.Skipped + byProtocol.Skipped };
        var breakdown = ToBreakdown(request.Scope, total, byChain.Rows, byCategory.Rows, byProtocol.Rows, allProvenance.ToSource(DataSourceState.Live));
        return RouteResults.Of(new ValueResult(total, totals, breakdown), allProvenance);
    }

    // Even an address without holdings has a row, so a total of 0 without a row for the requested addresses is invalid.
    private static bool IsAboutOtherAddresses(AddressSet owners, decimal? total, V5CurrentValue value, IReadOnlyList<V5AddressValue> rows) =>
        value.ByAddress is not null
        && (rows.Count > 0 || total is 0)
        && !rows.Any(row => row.Address.ToAddress() is { } address && owners.Contains(address));

    private static Dictionary<Address, decimal?> TotalsByAddress(AddressSet owners, decimal? total, IReadOnlyList<V5AddressValue> rows) =>
        owners.Count == 1 ? new() { [owners.Addresses[0]] = total } : BreakdownMapper.SumByAddress(owners, rows.Select(static row => (row.Address, row.ValueUsd)));

    // A response for one chain need not list it if its value is 0.
    private ValueBreakdown? ToBreakdown(
        Scope scope,
        decimal? total,
        IReadOnlyList<V5ChainValue> byChain,
        IReadOnlyList<V5CategoryValue> byCategory,
        IReadOnlyList<V5ProtocolGroupValue> byProtocol,
        Source source) => BreakdownMapper.Create(
            scope,
            total,
            scope.ChainId is { } chainId ? [(chains.Get(chainId), total)] : byChain.Select(row => (chains.Get(row.ChainId.ToChainId()!.Value), row.ValueUsd.ToDecimal())),
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

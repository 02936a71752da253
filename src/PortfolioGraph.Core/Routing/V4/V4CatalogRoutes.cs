using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>The supported chains and protocols of v4.</summary>
internal sealed class V4CatalogRoutes(IV4PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    public async Task<RouteResult<IReadOnlyList<Chain>>> LoadChainsAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetSupportedChainsAsync(options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, dataset, null);

        var filtered = rows.Filter("v4 general/supported_chains", response.Result, static row => RowExclusions.ForChain(row.Id));
        if (filtered.IsUnusable)
            return RouteResults.Unusable(dataset, null);

        var listed = filtered.Rows.Select(row => chains.Merge(row.Id.ToChainId()!.Value, row.Name.ToText(), row.Icon.ToIcon(), null));
        Chain[] supported = [.. listed.DistinctBy(static chain => chain.ChainId).OrderBy(static chain => chain.ChainId)];
        chains.Update(supported, replacesList: false);
        return RouteResults.Of<IReadOnlyList<Chain>>(supported, response.ToProvenance(filtered.Skipped));
    }

    public async Task<RouteResult<IReadOnlyList<SupportedProtocol>>> LoadProtocolsAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetSupportedProtocolsAsync(options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, dataset, null);

        var filtered = rows.Filter("v4 general/supported_protocols", response.Result, static row => RowExclusions.ForProtocol(row.Id ?? row.Name));
        if (filtered.IsUnusable)
            return RouteResults.Unusable(dataset, null);

        var supported = filtered.Rows
            .Select(static row => (Row: row, Id: row.Id ?? row.Name!))
            .Select(static named => new SupportedProtocol(new Protocol(ProtocolIds.Of(named.Id), named.Row.Name.ToText() ?? named.Id, named.Row.Icon.ToIcon()), null))
            .DistinctBy(static row => row.Protocol.ProtocolId);
        return RouteResults.Of(SupportedProtocols.InOrder(supported), response.ToProvenance(filtered.Skipped));
    }
}

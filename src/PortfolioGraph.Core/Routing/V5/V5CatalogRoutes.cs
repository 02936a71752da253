using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>The supported chains and protocols of v5.</summary>
internal sealed class V5CatalogRoutes(IV5PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    public async Task<RouteResult<IReadOnlyList<Chain>>> LoadChainsAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetSupportedChainsAsync(options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, dataset, null);

        var filtered = rows.Filter("v5 general/supported_chains", response.Result, static row => RowExclusions.ForChain(row.ChainId));
        if (filtered.IsUnusable)
            return RouteResults.Unusable(dataset, null);

        Chain[] supported = [.. filtered.Rows.Select(ToChain).DistinctBy(static chain => chain.ChainId).OrderBy(static chain => chain.ChainId)];
        chains.Update(supported, replacesList: true);
        return RouteResults.Of<IReadOnlyList<Chain>>(supported, response.ToProvenance(filtered.Skipped));
    }

    public async Task<RouteResult<IReadOnlyList<SupportedProtocol>>> LoadProtocolsAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetSupportedProtocolsAsync(options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, dataset, null);

        var filtered = rows.Filter(
            "v5 general/supported_protocols",
            response.Result,
            static row => RowExclusions.ForProtocol(row.ProtocolGroupId ?? row.ProtocolGroupName) ?? (row.ChainId is null ? null : RowExclusions.ForChain(row.ChainId)));
        if (filtered.IsUnusable)
            return RouteResults.Unusable(dataset, null);

        var supported = filtered.Rows.GroupBy(static row => ProtocolIds.Of(row.ProtocolGroupId ?? row.ProtocolGroupName!)).Select(group => new SupportedProtocol(
            new Protocol(
                group.Key,
                group.Select(static row => row.ProtocolGroupName.ToText()).FirstOrDefault(static name => name is not null) ?? group.First().ProtocolGroupId!,
                group.Select(static row => row.ProtocolGroupIcon.ToIcon()).FirstOrDefault(static icon => icon is not null)),
            [.. group.Select(static row => row.ChainId.ToChainId()).OfType<int>().Distinct().Order().Select(chains.Get)]));
        return RouteResults.Of(SupportedProtocols.InOrder(supported), response.ToProvenance(filtered.Skipped));
    }

    private Chain ToChain(V5SupportedChain row)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        // Ignore the listed address, because all holdings of the native token must have the same id.
        var native = row.NativeToken is { } token ? new Token(chainId, Address.Native, token.Symbol.ToText(), token.Name.ToText(), token.Decimals.ToDecimals()) : null;
        return chains.Merge(chainId, row.ChainName.ToText(), row.ChainIcon.ToIcon(), native);
    }
}

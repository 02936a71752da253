using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Supported chains and protocols by v5's words.</summary>
internal sealed class V5CatalogRoutes(IV5PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    public async Task<RouteResult<IReadOnlyList<Chain>>> LoadChainsAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetSupportedChainsAsync(options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, dataset, null);

        var sifted = rows.Sift("v5 general/supported_chains", response.Result, static row => RowGaps.OfChain(row.ChainId));
        if (sifted.IsBad)
            return RouteResults.Unusable(dataset, null);

        Chain[] supported = [.. sifted.Rows.Select(ToChain).DistinctBy(static chain => chain.ChainId).OrderBy(static chain => chain.ChainId)];
        chains.Update(supported, isFirstChoice: true);
        return RouteResults.Of<IReadOnlyList<Chain>>(supported, response.ToProvenance(sifted.Skipped));
    }

    public async Task<RouteResult<IReadOnlyList<SupportedProtocol>>> LoadProtocolsAsync(Dataset dataset, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetSupportedProtocolsAsync(options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, dataset, null);

        var sifted = rows.Sift(
            "v5 general/supported_protocols",
            response.Result,
            static row => RowGaps.OfProtocol(row.ProtocolGroupId ?? row.ProtocolGroupName) ?? (row.ChainId is null ? null : RowGaps.OfChain(row.ChainId)));
        if (sifted.IsBad)
            return RouteResults.Unusable(dataset, null);

        var supported = sifted.Rows.GroupBy(static row => ProtocolIds.Of(row.ProtocolGroupId ?? row.ProtocolGroupName!)).Select(same => new SupportedProtocol(
            new Protocol(
                same.Key,
                same.Select(static row => row.ProtocolGroupName.ToText()).FirstOrDefault(static name => name is not null) ?? same.First().ProtocolGroupId!,
                same.Select(static row => row.ProtocolGroupIcon.ToIcon()).FirstOrDefault(static icon => icon is not null)),
            [.. same.Select(static row => row.ChainId.ToChainId()).OfType<int>().Distinct().Order().Select(chains.Get)]));
        return RouteResults.Of(SupportedProtocols.InOrder(supported), response.ToProvenance(sifted.Skipped));
    }

    private Chain ToChain(V5SupportedChain row)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        // However the list spells the coin's address: holdings of the coin have one id.
        var native = row.NativeToken is { } token ? new Token(chainId, Address.Native, token.Symbol.ToText(), token.Name.ToText(), token.Decimals.ToDecimals()) : null;
        return chains.Merge(chainId, row.ChainName.ToText(), row.ChainIcon.ToIcon(), native);
    }
}

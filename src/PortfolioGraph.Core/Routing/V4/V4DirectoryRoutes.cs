using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>Supported chains and protocols by v4's words.</summary>
internal sealed class V4DirectoryRoutes(IV4PortfolioClient client, KnownChains chains)
{
    public async Task<RouteAnswer<IReadOnlyList<Chain>>> LoadChainsAsync(Dataset dataset, CancellationToken ct)
    {
        var result = await client.GetSupportedChainsAsync(ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, dataset, null);

        var rows =
            from row in answer.Result
            let chainId = ((long?)row.Id).ToChainId()
            where chainId is not null
            select chains.Better(chainId.Value, row.Name.ToText(), row.Icon.ToIcon(), null);
        Chain[] supported = [.. rows.DistinctBy(static chain => chain.ChainId).OrderBy(static chain => chain.ChainId)];
        chains.Learn(supported, isFirstChoice: false);
        return RouteAnswers.Of<IReadOnlyList<Chain>>(supported, answer.AsOf);
    }

    public async Task<RouteAnswer<IReadOnlyList<SupportedProtocol>>> LoadProtocolsAsync(Dataset dataset, CancellationToken ct)
    {
        var result = await client.GetSupportedProtocolsAsync(ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, dataset, null);

        var supported = answer.Result
            .Select(static row => new SupportedProtocol(new Protocol(ProtocolIds.Of(row.Id), row.Name.ToText() ?? row.Id, row.Icon.ToIcon()), null))
            .DistinctBy(static row => row.Protocol.ProtocolId);
        return RouteAnswers.Of(SupportedProtocols.InOrder(supported), answer.AsOf);
    }
}

using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Supported chains and protocols by v5's words.</summary>
internal sealed class V5DirectoryRoutes(IV5PortfolioClient client, KnownChains chains)
{
    public async Task<RouteAnswer<IReadOnlyList<Chain>>> LoadChainsAsync(Dataset dataset, CancellationToken ct)
    {
        var result = await client.GetSupportedChainsAsync(ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, dataset, null);

        Chain[] supported =
        [
            .. answer.Result.Select(ToChain).OfType<Chain>().DistinctBy(static chain => chain.ChainId).OrderBy(static chain => chain.ChainId),
        ];
        chains.Learn(supported, isFirstChoice: true);
        return RouteAnswers.Of<IReadOnlyList<Chain>>(supported, answer.AsOf);
    }

    public async Task<RouteAnswer<IReadOnlyList<SupportedProtocol>>> LoadProtocolsAsync(Dataset dataset, CancellationToken ct)
    {
        var result = await client.GetSupportedProtocolsAsync(ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, dataset, null);

        var supported = answer.Result.GroupBy(static row => ProtocolIds.Of(row.ProtocolGroupId)).Select(rows => new SupportedProtocol(
            new Protocol(
                rows.Key,
                rows.Select(static row => row.ProtocolGroupName.ToText()).FirstOrDefault(static name => name is not null) ?? rows.First().ProtocolGroupId,
                rows.Select(static row => row.ProtocolGroupIcon.ToIcon()).FirstOrDefault(static icon => icon is not null)),
            [.. rows.Select(static row => row.ChainId.ToChainId()).OfType<int>().Distinct().Order().Select(chains.Get)]));
        return RouteAnswers.Of(SupportedProtocols.InOrder(supported), answer.AsOf);
    }

    private Chain? ToChain(V5SupportedChain row)
    {
        if (((long?)row.ChainId).ToChainId() is not { } chainId)
            return null;

        var native = row.NativeToken is { } token
            ? new Token(chainId, token.Address.ToTokenAddress() ?? Address.Native, token.Symbol.ToText(), token.Name.ToText(), token.Decimals)
            : null;
        return chains.Better(chainId, row.ChainName.ToText(), row.ChainIcon.ToIcon(), native);
    }
}

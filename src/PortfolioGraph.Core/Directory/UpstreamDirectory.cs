namespace PortfolioGraph.Core;

internal sealed class UpstreamDirectory(
    KnownChains chains, IDatasetSource<Dataset, IReadOnlyList<Chain>> chainLists, IDatasetSource<Dataset, IReadOnlyList<SupportedProtocol>> protocolLists) : IDirectory
{
    public IReadOnlyList<int> SupportedChainIds => chains.Supported;

    public Chain GetChain(int id) => chains.Get(id);

    // The list that this look-up was given decides, not whether another query has taught it to this process before.
    public async Task<Part<Chain?>> FindChainAsync(int chainId, CancellationToken cancellationToken)
    {
        if (chainId <= 0)
            return default;
        if (chains.IsSupported(chainId))
            return chains.Get(chainId);

        var listed = await GetChainsAsync(cancellationToken).ConfigureAwait(false);
        return listed.Failure is { } failure ? Part<Chain>.Failed(failure) : listed.Value!.FirstOrDefault(chain => chain.ChainId == chainId);
    }

    public Task<Fetched<IReadOnlyList<Chain>>> GetChainsAsync(CancellationToken cancellationToken) =>
        chainLists.LoadOneAsync(Dataset.Chains, cancellationToken);

    public Task<Fetched<IReadOnlyList<SupportedProtocol>>> GetProtocolsAsync(CancellationToken cancellationToken) =>
        protocolLists.LoadOneAsync(Dataset.Protocols, cancellationToken);
}

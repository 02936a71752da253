namespace PortfolioGraph.Core;

internal sealed class UpstreamDirectory(
    KnownChains chains, IDatasetSource<Dataset, IReadOnlyList<Chain>> chainLists, IDatasetSource<Dataset, IReadOnlyList<SupportedProtocol>> protocolLists) : IDirectory
{
    public IReadOnlyList<int> SupportedChainIds => chains.Supported;

    public Chain GetChain(int id) => chains.Get(id);

    public bool IsSupported(int chainId) => chains.Supported.Contains(chainId);

    public Task<Fetched<IReadOnlyList<Chain>>> GetChainsAsync(CancellationToken cancellationToken) =>
        chainLists.LoadOneAsync(Dataset.Chains, cancellationToken);

    public Task<Fetched<IReadOnlyList<SupportedProtocol>>> GetProtocolsAsync(CancellationToken cancellationToken) =>
        protocolLists.LoadOneAsync(Dataset.Protocols, cancellationToken);
}

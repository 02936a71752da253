namespace PortfolioGraph.Core;

internal sealed class UpstreamCatalog(
    ChainRegistry chains, TokenRegistry tokens, IDatasetLoader<Dataset, IReadOnlyList<Chain>> chainLists, IDatasetLoader<Dataset, IReadOnlyList<SupportedProtocol>> protocolLists) : ICatalog
{
    public IReadOnlyList<int> SupportedChainIds => chains.Supported;

    public bool IsKnownChain(int id)
    {
        // Loaded data adds chains at any time.
        if (!chains.IsSupported(id))
            UpstreamUsageRecorder.MarkUnrepeatable();
        return chains.IsKnown(id);
    }

    public Chain GetChain(int id) => chains.Get(id);

    public Token GetToken(int chainId, Address address)
    {
        if (address == Address.Native && chains.Get(chainId).NativeToken is { } native)
            return native;
        // The registry learns of tokens at any time.
        UpstreamUsageRecorder.MarkUnrepeatable();
        return tokens.Find(chainId, address) ?? new Token(chainId, address, null, null, default(int?));
    }

    public async Task<ValueOrFailure<Protocol?>> FindProtocolAsync(string protocolId, CancellationToken cancellationToken)
    {
        var loaded = await GetProtocolsAsync(cancellationToken).ConfigureAwait(false);
        return loaded.Failure is { } failure
            ? ValueOrFailure<Protocol>.Failed(failure)
            : loaded.Value!.Select(static supported => supported.Protocol).FirstOrDefault(protocol => protocol.ProtocolId == protocolId);
    }

    public async Task<ValueOrFailure<Chain?>> FindChainAsync(int chainId, CancellationToken cancellationToken)
    {
        var found = await FindChainsAsync([chainId], cancellationToken).ConfigureAwait(false);
        return found.Failure is { } failure ? ValueOrFailure<Chain>.Failed(failure) : found.Value![0];
    }

    // The list loaded here decides, so that the result does not depend on whether another query updated the registry.
    public async Task<ValueOrFailure<IReadOnlyList<Chain?>?>> FindChainsAsync(IReadOnlyList<int> chainIds, CancellationToken cancellationToken)
    {
        IReadOnlyList<Chain> listed = [];
        if (chainIds.Any(id => id > 0 && !chains.IsSupported(id)))
        {
            var loaded = await GetChainsAsync(cancellationToken).ConfigureAwait(false);
            if (loaded.Failure is { } failure)
                return ValueOrFailure<IReadOnlyList<Chain?>>.Failed(failure);
            listed = loaded.Value!;
        }

        return new([.. chainIds.Select(id => id <= 0 ? null : chains.IsSupported(id) ? chains.Get(id) : listed.FirstOrDefault(chain => chain.ChainId == id))]);
    }

    public Task<LoadResult<IReadOnlyList<Chain>>> GetChainsAsync(CancellationToken cancellationToken) =>
        chainLists.LoadOneAsync(Dataset.Chains, cancellationToken);

    public Task<LoadResult<IReadOnlyList<SupportedProtocol>>> GetProtocolsAsync(CancellationToken cancellationToken) =>
        protocolLists.LoadOneAsync(Dataset.Protocols, cancellationToken);
}

namespace PortfolioGraph.Core;

/// <summary>The chains and protocols that the data source supports.</summary>
public interface IDirectory
{
    /// <summary>The ids of the supported chains, ascending: a built-in list until the data source's own was loaded. No call is made.</summary>
    IReadOnlyList<int> SupportedChainIds { get; }

    /// <summary>The chain as far as it is known without a call; one that is not is named <c>Chain</c> and its id.</summary>
    /// <param name="id">The chain's id.</param>
    Chain GetChain(int id);

    /// <summary>Whether the chain is among <see cref="SupportedChainIds"/>.</summary>
    /// <param name="chainId">The chain's id.</param>
    bool IsSupported(int chainId);

    /// <summary>Loads the supported chains, by id.</summary>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<Fetched<IReadOnlyList<Chain>>> GetChainsAsync(CancellationToken cancellationToken);

    /// <summary>Loads the supported protocols, by name.</summary>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<Fetched<IReadOnlyList<SupportedProtocol>>> GetProtocolsAsync(CancellationToken cancellationToken);
}

namespace PortfolioGraph.Core;

/// <summary>The chains and protocols that the upstream supports.</summary>
public interface ICatalog
{
    /// <summary>The ids of the known supported chains, ascending: those in a built-in table, and those in the upstream's list once it is loaded. Makes no call.</summary>
    IReadOnlyList<int> SupportedChainIds { get; }

    /// <summary>Whether a chain is known to be supported, or loaded data was on it. Makes no call. The number of chains that are known only from loaded data is limited.</summary>
    /// <param name="id">The chain id.</param>
    bool IsKnownChain(int id);

    /// <summary>Returns what is known of a chain, without a call. An unknown chain is named <c>Chain</c> and its id.</summary>
    /// <param name="id">The chain id.</param>
    Chain GetChain(int id);

    /// <summary>Returns what is known of a token, without a call. Symbol, name and decimals are null unless it is a native token, or loaded data contained it: a holding with a price, or a position.</summary>
    /// <param name="chainId">The chain id.</param>
    /// <param name="address">The contract address, or that of the native token.</param>
    Token GetToken(int chainId, Address address);

    /// <summary>
    /// Returns the supported chain with an id: null if there is none, a failure if the lookup fails. A known id and an invalid id (0 or less) cost no call.
    /// Any other id is looked up in the upstream's list. That list is one call for all callers and is cached for <see cref="CacheOptions.CatalogTimeToLive"/>.
    /// </summary>
    /// <param name="chainId">The chain id.</param>
    /// <param name="cancellationToken">Cancels this caller's wait; the shared call continues for other waiters.</param>
    Task<ValueOrFailure<Chain?>> FindChainAsync(int chainId, CancellationToken cancellationToken);

    /// <summary>Returns the supported chain of each id, in the order of the ids. Makes at most one call.</summary>
    /// <param name="chainIds">The chain ids.</param>
    /// <param name="cancellationToken">Cancels this caller's wait; the shared call continues for other waiters.</param>
    Task<ValueOrFailure<IReadOnlyList<Chain?>?>> FindChainsAsync(IReadOnlyList<int> chainIds, CancellationToken cancellationToken);

    /// <summary>Loads the supported chains, ordered by id.</summary>
    /// <param name="cancellationToken">Cancels this caller's wait; the shared call continues for other waiters.</param>
    Task<LoadResult<IReadOnlyList<Chain>>> GetChainsAsync(CancellationToken cancellationToken);

    /// <summary>Returns the supported protocol with an id: null if there is none, a failure if the list cannot be loaded. The list is one call for all callers.</summary>
    /// <param name="protocolId">The protocol id.</param>
    /// <param name="cancellationToken">Cancels this caller's wait; the shared call continues for other waiters.</param>
    Task<ValueOrFailure<Protocol?>> FindProtocolAsync(string protocolId, CancellationToken cancellationToken);

    /// <summary>Loads the supported protocols, ordered by name.</summary>
    /// <param name="cancellationToken">Cancels this caller's wait; the shared call continues for other waiters.</param>
    Task<LoadResult<IReadOnlyList<SupportedProtocol>>> GetProtocolsAsync(CancellationToken cancellationToken);
}

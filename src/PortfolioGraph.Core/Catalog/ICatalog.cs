namespace PortfolioGraph.Core;

/// <summary>The chains and protocols that the data source supports.</summary>
public interface ICatalog
{
    /// <summary>The ids of the chains known to be supported, ascending: those of a built-in table, and those of the data source's list once it was loaded. No call is made.</summary>
    IReadOnlyList<int> SupportedChainIds { get; }

    /// <summary>The chain as far as it is known without a call; one that is not is named <c>Chain</c> and its id.</summary>
    /// <param name="id">The chain's id.</param>
    Chain GetChain(int id);

    /// <summary>
    /// The supported chain of an id; null if there is none, a failure if that could not be found out. A known id costs no call, nor does an id that no chain can have
    /// (0 or less). Any other id is looked up in the data source's list: one call for all callers, whose answer is used for <see cref="CacheOptions.CatalogTimeToLive"/>.
    /// </summary>
    /// <param name="chainId">The chain's id.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<ValueOrFailure<Chain?>> FindChainAsync(int chainId, CancellationToken cancellationToken);

    /// <summary>The same of several ids, in their order: at most one call for all of them.</summary>
    /// <param name="chainIds">The chains' ids.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<ValueOrFailure<IReadOnlyList<Chain?>?>> FindChainsAsync(IReadOnlyList<int> chainIds, CancellationToken cancellationToken);

    /// <summary>Loads the supported chains, by id.</summary>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<LoadResult<IReadOnlyList<Chain>>> GetChainsAsync(CancellationToken cancellationToken);

    /// <summary>Loads the supported protocols, by name.</summary>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<LoadResult<IReadOnlyList<SupportedProtocol>>> GetProtocolsAsync(CancellationToken cancellationToken);
}

namespace PortfolioGraph.Core;

/// <summary>
/// Loads one dataset for many keys with the fewest upstream calls. Uses cached values if they are fresh, joins calls that are queued or in flight, and combines the
/// facets of the same owners.
/// </summary>
/// <typeparam name="TKey">The owners and the requested facets.</typeparam>
/// <typeparam name="TValue">The dataset of one key.</typeparam>
public interface IDatasetLoader<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    /// <summary>Loads the dataset of every key. Failures are results, not exceptions.</summary>
    /// <param name="keys">Different keys.</param>
    /// <param name="cancellationToken">Cancels this load. A call that other loads wait for continues.</param>
    /// <returns>A result for every key.</returns>
    /// <exception cref="OperationCanceledException">The load was cancelled.</exception>
    Task<IReadOnlyDictionary<TKey, LoadResult<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the result that a load of the key would take from the cache now, and counts it as the load would; null if the key must be loaded, and then nothing is counted. Starts no
    /// activity, because nothing is waited for. A loader without a cache always returns null.
    /// </summary>
    /// <param name="key">The key.</param>
    LoadResult<TValue>? FindCached(TKey key) => null;
}

/// <summary>Extension methods of loaders.</summary>
internal static class DatasetLoaderExtensions
{
    /// <summary>Loads the dataset of one key.</summary>
    public static async Task<LoadResult<TValue>> LoadOneAsync<TKey, TValue>(this IDatasetLoader<TKey, TValue> loader, TKey key, CancellationToken ct)
        where TKey : notnull
        where TValue : notnull
    {
        var results = await loader.LoadAsync([key], ct).ConfigureAwait(false);
        return results[key];
    }
}

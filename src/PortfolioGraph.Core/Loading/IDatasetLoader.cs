namespace PortfolioGraph.Core;

/// <summary>
/// Loads one dataset for many keys with the fewest calls: shared with loads already under way, answered from the cache where it can be,
/// facets of one subject united. Every key of the request is in the answer. Throws only for cancellation.
/// </summary>
/// <typeparam name="TKey">The subject and the facets wanted of it.</typeparam>
/// <typeparam name="TValue">The dataset of one subject.</typeparam>
public interface IDatasetLoader<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    /// <summary>Loads the dataset of every key.</summary>
    /// <param name="keys">Different keys.</param>
    /// <param name="cancellationToken">Ends this caller's wait; a call that others wait for goes on.</param>
    Task<IReadOnlyDictionary<TKey, LoadResult<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);
}

internal static class DatasetLoaderExtensions
{
    /// <summary>Loads the dataset of one key.</summary>
    public static async Task<LoadResult<TValue>> LoadOneAsync<TKey, TValue>(this IDatasetLoader<TKey, TValue> source, TKey key, CancellationToken ct)
        where TKey : notnull
        where TValue : notnull
    {
        var answers = await source.LoadAsync([key], ct).ConfigureAwait(false);
        return answers[key];
    }
}

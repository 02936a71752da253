namespace Couverture.DataLoaders;

/// <summary>Loads several values per key; the base class of a generated loader whose method returns a lookup. A loader belongs to one operation.</summary>
/// <typeparam name="TKey">The key. All its members need value equality.</typeparam>
/// <typeparam name="TValue">One of the values of a key.</typeparam>
/// <param name="batchScheduler">Decides when a batch is sent.</param>
/// <param name="options">The batching options.</param>
public abstract class GroupedDataLoader<TKey, TValue>(IBatchScheduler batchScheduler, DataLoaderOptions options)
    : BatchDataLoader<TKey, TValue[]>(batchScheduler, options)
    where TKey : notnull
{
    /// <summary>Loads one batch. A key missing from the result has an empty array. An exception fails only the keys of this batch.</summary>
    /// <param name="keys">Distinct keys, at most <see cref="DataLoaderOptions.MaxBatchSize"/>.</param>
    /// <param name="cancellationToken">Cancelled when the operation is cancelled or times out.</param>
    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected sealed override async Task<IReadOnlyDictionary<TKey, TValue[]>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        var groups = await LoadGroupedBatchAsync(keys, cancellationToken);
        return keys.ToDictionary(key => key, key => groups[key].ToArray());
    }
}

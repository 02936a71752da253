namespace Couverture.DataLoaders;

/// <summary>Loads many values for each key: the base of a generated loader whose method gives a lookup. A loader belongs to one operation.</summary>
/// <typeparam name="TKey">The key; it needs value equality all through.</typeparam>
/// <typeparam name="TValue">One of the values that a key stands for.</typeparam>
/// <param name="batchScheduler">Says when a batch goes out.</param>
/// <param name="options">How to batch.</param>
public abstract class GroupedDataLoader<TKey, TValue>(IBatchScheduler batchScheduler, DataLoaderOptions options)
    : BatchDataLoader<TKey, TValue[]>(batchScheduler, options)
    where TKey : notnull
{
    /// <summary>Loads one batch. A key that the answer lacks has no values, which is an empty array; an exception fails the keys of this batch and no others.</summary>
    /// <param name="keys">Different keys, at most <see cref="DataLoaderOptions.MaxBatchSize"/>.</param>
    /// <param name="cancellationToken">Ends when the operation does.</param>
    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected sealed override async Task<IReadOnlyDictionary<TKey, TValue[]>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        var groups = await LoadGroupedBatchAsync(keys, cancellationToken);
        return keys.ToDictionary(key => key, key => groups[key].ToArray());
    }
}

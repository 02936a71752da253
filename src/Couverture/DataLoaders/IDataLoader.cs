namespace Couverture.DataLoaders;

/// <summary>A loader of one operation, with any key and value types.</summary>
public interface IDataLoader;

/// <summary>
/// Loads values by key. All keys requested while other work of the operation can still run are loaded in one batch. Each key is loaded
/// once per operation.
/// </summary>
/// <typeparam name="TKey">The key. All its members need value equality.</typeparam>
/// <typeparam name="TValue">The value of a key.</typeparam>
public interface IDataLoader<in TKey, TValue> : IDataLoader
    where TKey : notnull
{
    /// <summary>Loads the value of one key; null (default) if the batch returns none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels only this caller's wait.</param>
    Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>Loads the values of several keys, in the order of the keys.</summary>
    /// <param name="keys">The keys, which may contain duplicates.</param>
    /// <param name="cancellationToken">Cancels only this caller's wait.</param>
    Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default);
}

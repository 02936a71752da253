namespace Couverture.DataLoaders;

/// <summary>A loader of one operation, whatever its key and value.</summary>
public interface IDataLoader;

/// <summary>
/// Loads values by key. Every key asked for while other work of the operation can still run goes into one batch;
/// a key is loaded once per operation.
/// </summary>
/// <typeparam name="TKey">The key; it needs value equality all through.</typeparam>
/// <typeparam name="TValue">What a key stands for.</typeparam>
public interface IDataLoader<in TKey, TValue> : IDataLoader
    where TKey : notnull
{
    /// <summary>Loads the value of one key; null (default) where the batch gave none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>Loads the values of several keys, in the order of the keys.</summary>
    /// <param name="keys">The keys; one may occur more than once.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default);
}

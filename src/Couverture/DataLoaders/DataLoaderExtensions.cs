namespace Couverture.DataLoaders;

/// <summary>Extension methods for DataLoaders.</summary>
public static class DataLoaderExtensions
{
    /// <summary>Loads a value that must exist.</summary>
    /// <typeparam name="TKey">The key's type.</typeparam>
    /// <typeparam name="TValue">The value's type.</typeparam>
    /// <param name="loader">The loader.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels only this caller's wait.</param>
    /// <exception cref="KeyNotFoundException">The batch returned no value for the key.</exception>
    public static async Task<TValue> LoadRequiredAsync<TKey, TValue>(
        this IDataLoader<TKey, TValue> loader,
        TKey key,
        CancellationToken cancellationToken = default)
        where TKey : notnull =>
        await loader.LoadAsync(key, cancellationToken) ?? throw new KeyNotFoundException($"The loader returned no {typeof(TValue).Name} for the key.");
}

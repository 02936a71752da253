namespace PortfolioGraph.Core;

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

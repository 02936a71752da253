using Couverture.Language;

namespace Couverture.DataLoaders;

/// <summary>The batching options of a DataLoader.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The maximum number of keys per batch. Further keys form further batches, which are sent at the same time.</summary>
    public int MaxBatchSize { get; init => field = LimitGuard.AtLeast(1, value); } = 1024;
}

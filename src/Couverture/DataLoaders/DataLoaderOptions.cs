using Couverture.Language;

namespace Couverture.DataLoaders;

/// <summary>The batching options of a DataLoader.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The maximum number of keys per batch. Additional keys go into additional batches, which are dispatched concurrently.</summary>
    public int MaxBatchSize { get; init => field = LimitGuard.AtLeast(1, value); } = 1024;
}

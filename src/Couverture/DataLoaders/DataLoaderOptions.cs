using Couverture.Language;

namespace Couverture.DataLoaders;

/// <summary>How a DataLoader batches.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The most keys one batch may carry; further keys go into further batches, sent at the same time.</summary>
    public int MaxBatchSize { get; init => field = LimitGuard.AtLeast(1, value); } = 1024;
}

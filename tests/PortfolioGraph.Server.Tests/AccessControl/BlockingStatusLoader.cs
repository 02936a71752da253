using PortfolioGraph.Core;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>A fake loader of the service status, which blocks each load until the test releases it.</summary>
internal sealed class BlockingStatusLoader : IDatasetLoader<Dataset, ServiceStatus>
{
    /// <summary>A query that loads the service status.</summary>
    public const string Query = "{ portfolioService { isAvailable } }";

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first load has started.</summary>
    public Task Started => _started.Task;

    /// <summary>The client of the last load.</summary>
    public string? Caller { get; private set; }

    /// <summary>Releases all loads.</summary>
    public void Release() => _released.TrySetResult();

    public async Task<IReadOnlyDictionary<Dataset, LoadResult<ServiceStatus>>> LoadAsync(IReadOnlyList<Dataset> keys, CancellationToken cancellationToken)
    {
        Caller = UpstreamCallContext.Caller.Client;
        _started.TrySetResult();
        await _released.Task.WaitAsync(cancellationToken);
        throw new InvalidOperationException("The status of the data source is unknown.");
    }
}

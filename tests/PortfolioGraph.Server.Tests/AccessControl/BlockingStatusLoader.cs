using PortfolioGraph.Core;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>Stands for the data source's state: whoever asks for it waits until the test lets go.</summary>
internal sealed class BlockingStatusLoader : IDatasetLoader<Dataset, ServiceStatus>
{
    /// <summary>A query that stands at the gate.</summary>
    public const string Query = "{ service { isAvailable } }";

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the first has come.</summary>
    public Task Reached => _reached.Task;

    /// <summary>On whose behalf the last one came.</summary>
    public string? Client { get; private set; }

    /// <summary>Lets everyone go.</summary>
    public void Open() => _open.TrySetResult();

    public async Task<IReadOnlyDictionary<Dataset, LoadResult<ServiceStatus>>> LoadAsync(IReadOnlyList<Dataset> keys, CancellationToken cancellationToken)
    {
        Client = UpstreamCallContext.Caller.Client;
        _reached.TrySetResult();
        await _open.Task.WaitAsync(cancellationToken);
        throw new InvalidOperationException("Nothing is known of the data source.");
    }
}

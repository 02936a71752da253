using Couverture.DataLoaders;

namespace Couverture.Tests.DataLoaders;

/// <summary>Holds batches until a test sends them.</summary>
internal sealed class ManualBatchScheduler : IBatchScheduler
{
    private readonly Queue<Func<ValueTask>> _waiting = new();

    /// <summary>The number of batches that wait to be sent.</summary>
    public int Waiting => _waiting.Count;

    public void Schedule(Func<ValueTask> dispatch) => _waiting.Enqueue(dispatch);

    /// <summary>Sends the oldest batch. The task completes when its keys have their values.</summary>
    public Task SendAsync() => _waiting.Dequeue()().AsTask();

    /// <summary>Sends batches until none is waiting.</summary>
    public async Task SendAllAsync()
    {
        while (_waiting.Count > 0)
            await SendAsync();
    }
}

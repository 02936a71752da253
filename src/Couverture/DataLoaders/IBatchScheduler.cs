namespace Couverture.DataLoaders;

/// <summary>Sends a batch when no other work of the operation can run.</summary>
public interface IBatchScheduler
{
    /// <summary>Adds a batch that waits to be sent.</summary>
    /// <param name="dispatch">Sends the batch. Its task completes when every key has a value or an error.</param>
    void Schedule(Func<ValueTask> dispatch);
}

/// <summary>A batch scheduler that exposes the cancellation of its operation.</summary>
internal interface IOperationBatchScheduler : IBatchScheduler
{
    /// <summary>Cancelled when the operation is cancelled or times out.</summary>
    CancellationToken OperationAborted { get; }
}

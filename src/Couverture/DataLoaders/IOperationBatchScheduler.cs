namespace Couverture.DataLoaders;

/// <summary>A batch scheduler that exposes the cancellation of its operation.</summary>
internal interface IOperationBatchScheduler : IBatchScheduler
{
    /// <summary>Cancelled when the operation ends.</summary>
    CancellationToken OperationAborted { get; }
}

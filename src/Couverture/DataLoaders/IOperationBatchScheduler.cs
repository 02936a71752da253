namespace Couverture.DataLoaders;

/// <summary>A batch scheduler that knows its operation.</summary>
internal interface IOperationBatchScheduler : IBatchScheduler
{
    /// <summary>Ends when the operation does.</summary>
    CancellationToken OperationAborted { get; }
}

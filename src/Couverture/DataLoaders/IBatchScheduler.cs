namespace Couverture.DataLoaders;

/// <summary>Decides when a batch goes out: when nothing else of the operation can run.</summary>
public interface IBatchScheduler
{
    /// <summary>Hands over a batch that waits to be sent.</summary>
    /// <param name="dispatch">Sends the batch; its task ends when every key has its value or its error.</param>
    void Schedule(Func<ValueTask> dispatch);
}

using System.Diagnostics.CodeAnalysis;

namespace Couverture.DataLoaders;

/// <summary>Loads values in batches; the base class of every generated loader. A loader belongs to one operation.</summary>
/// <typeparam name="TKey">The key. All its members need value equality.</typeparam>
/// <typeparam name="TValue">The value of a key.</typeparam>
/// <param name="batchScheduler">Decides when a batch is sent.</param>
/// <param name="options">The batching options.</param>
public abstract class BatchDataLoader<TKey, TValue>(IBatchScheduler batchScheduler, DataLoaderOptions options) : IDataLoader<TKey, TValue>
    where TKey : notnull
{
    // A resolver can resume on another thread (ConfigureAwait(false)), so the loader cannot rely on the operation's serial queue.
    private readonly Lock _lock = new();
    // The promises contain their keys, so the entries of a set are smaller than those of a dictionary.
    private readonly HashSet<Promise> _promises = new(ByKey.Instance);
    private readonly CancellationToken _operationAborted = (batchScheduler as IOperationBatchScheduler)?.OperationAborted ?? CancellationToken.None;
    private List<Promise>? _openBatch;

    /// <inheritdoc />
    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default)
    {
        var task = GetOrAddPromise(key);
        return task.IsCompleted || !cancellationToken.CanBeCanceled || cancellationToken == _operationAborted
            ? task
            : WaitAsync(task, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<TValue?>> LoadAsync(IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default)
    {
        var tasks = new Task<TValue?>[keys.Count];
        var i = 0;
        foreach (var key in keys)
            tasks[i++] = LoadAsync(key, cancellationToken);
        var values = new TValue?[tasks.Length];
        for (i = 0; i < tasks.Length; i++)
            values[i] = await tasks[i];
        return values;
    }

    /// <summary>Loads one batch. A key missing from the result has no value. An exception fails only the keys of this batch.</summary>
    /// <param name="keys">Distinct keys, at most <see cref="DataLoaderOptions.MaxBatchSize"/>.</param>
    /// <param name="cancellationToken">Cancelled when the operation is cancelled or times out.</param>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the value of a key that needs no load, for example from a cache of the application. Such a key joins no batch. It is called in the context of the field that requests the
    /// key, once for each key of the operation.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if the key must be loaded.</returns>
    protected virtual bool TryGetAvailable(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        return false;
    }

    private Task<TValue?> GetOrAddPromise(TKey key)
    {
        // Otherwise it would fail the other keys of its batch too.
        ArgumentNullException.ThrowIfNull(key);
        List<Promise>? newBatch = null;
        Promise? promise;
        lock (_lock)
        {
            if (_promises.GetAlternateLookup<TKey>().TryGetValue(key, out promise))
                return promise.Task;
            promise = new Promise(key);
            if (TryGetAvailable(key, out var value))
            {
                promise.SetResult(value);
            }
            else
            {
                if (_openBatch is null || _openBatch.Count == options.MaxBatchSize)
                    _openBatch = newBatch = [];
                _openBatch.Add(promise);
            }

            _promises.Add(promise);
        }

        if (newBatch is not null)
            Schedule(newBatch);
        return promise.Task;
    }

    // A method of its own, because a closure would be created at every load.
    private void Schedule(List<Promise> batch) => batchScheduler.Schedule(() => DispatchAsync(batch));

    private async ValueTask DispatchAsync(List<Promise> batch)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_openBatch, batch))
                _openBatch = null;
        }

        var keys = new TKey[batch.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = batch[i].Key;
        try
        {
            var values = await LoadBatchAsync(keys, _operationAborted);
            foreach (var promise in batch)
                promise.SetResult(values.TryGetValue(promise.Key, out var value) ? value : default);
        }
        catch (Exception exception)
        {
            foreach (var promise in batch)
                promise.TrySetException(exception);
        }
    }

    // Every continuation stays in the caller's context. A detour over the thread pool would make the operation's queue look idle.
    private static async Task<TValue?> WaitAsync(Task<TValue?> task, CancellationToken cancellationToken)
    {
        var wait = new TaskCompletionSource<TValue?>();
        await using var registration = cancellationToken.Register(() => wait.TrySetCanceled(cancellationToken));
        _ = ForwardAsync(task, wait);
        return await wait.Task;
    }

    private static async Task ForwardAsync(Task<TValue?> task, TaskCompletionSource<TValue?> wait)
    {
        try
        {
            wait.TrySetResult(await task);
        }
        catch (Exception exception)
        {
            wait.TrySetException(exception);
        }
    }

    // Continuations run synchronously in the operation's queue, like the batch itself; see OperationScheduler.
    private sealed class Promise(TKey key) : TaskCompletionSource<TValue?>
    {
        public TKey Key { get; } = key;
    }

    private sealed class ByKey : IEqualityComparer<Promise>, IAlternateEqualityComparer<TKey, Promise>
    {
        public static ByKey Instance { get; } = new();

        public bool Equals(Promise? left, Promise? right) => ReferenceEquals(left, right);

        public int GetHashCode(Promise promise) => GetHashCode(promise.Key);

        public bool Equals(TKey key, Promise promise) => EqualityComparer<TKey>.Default.Equals(key, promise.Key);

        public int GetHashCode(TKey key) => EqualityComparer<TKey>.Default.GetHashCode(key);

        public Promise Create(TKey key) => new(key);
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Execution;

/// <summary>
/// The work queue, the DataLoaders, the services and the deadline of one operation, or of all queries of a batch. The queries of a batch run in one queue and use the
/// same loaders, so their loads form the same batches as those of one operation.
/// </summary>
internal sealed class OperationResources : IAsyncDisposable
{
    private readonly ExecutionServices _executor;
    private readonly CancellationTokenSource _abort;
    private readonly CancellationTokenRegistration _disconnectRegistration;
    // A resolver that resumes on another thread (ConfigureAwait(false)) can still request services and loaders.
    private readonly Lock _lock = new();
    // By the indexes of their types. Replaced when it is too short, so that most requests for a loader need no lock.
    private object?[] _loaders = [];
    private int _loaderCount;
    private AsyncServiceScope? _services;

    /// <param name="executor">The services of all operations.</param>
    /// <param name="isShared">Whether several operations use the resources.</param>
    /// <param name="clientDisconnected">Cancelled when the client disconnects.</param>
    public OperationResources(ExecutionServices executor, bool isShared, CancellationToken clientDisconnected)
    {
        _executor = executor;
        IsShared = isShared;
        Scheduler = new OperationScheduler(executor.LogUnhandled);
        _abort = new CancellationTokenSource(executor.Options.ExecutionTimeout, executor.TimeProvider);
        Aborted = _abort.Token;
        _disconnectRegistration = clientDisconnected.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _abort);
    }

    public bool IsShared { get; }

    public OperationScheduler Scheduler { get; }

    /// <summary>Cancelled when the client disconnects or the time is over.</summary>
    public CancellationToken Aborted { get; }

    public T Service<T>()
        where T : notnull =>
        Services.GetRequiredService<T>();

    public T DataLoader<T>()
        where T : notnull
    {
        var loaders = Volatile.Read(ref _loaders);
        var index = LoaderType<T>.Index;
        return (T)(index < loaders.Length && Volatile.Read(ref loaders[index]) is { } loader ? loader : GetOrAddLoader(typeof(T), index));
    }

    /// <summary>Cancels the work of all operations that use the resources.</summary>
    public Task AbortAsync() => _abort.CancelAsync();

    /// <summary>Releases the services. Call it when all operations have finished.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disconnectRegistration.DisposeAsync();
        if (_services is { } services)
            await services.DisposeAsync();
        _abort.Dispose();
    }

    private object GetOrAddLoader(Type type, int index)
    {
        lock (_lock)
        {
            if (index >= _loaders.Length)
            {
                var longer = new object?[LoaderTypes.Count];
                _loaders.CopyTo(longer, 0);
                Volatile.Write(ref _loaders, longer);
            }

            if (_loaders[index] is { } known)
                return known;
            var loader = _executor.CreateLoader(type, Services, new LoaderBatchScheduler(Scheduler, _loaderCount, Aborted, IsShared));
            _loaderCount++;
            Volatile.Write(ref _loaders[index], loader);
            return loader;
        }
    }

    private IServiceProvider Services
    {
        get
        {
            lock (_lock)
                return (_services ??= _executor.CreateScope()).ServiceProvider;
        }
    }
}

/// <summary>Numbers the types of loaders of the process.</summary>
internal static class LoaderTypes
{
    private static int _count;

    /// <summary>The number of types so far.</summary>
    public static int Count => Volatile.Read(ref _count);

    /// <summary>Returns the index of a new type.</summary>
    public static int Add() => Interlocked.Increment(ref _count) - 1;
}

/// <summary>The index of a type of loader. The runtime finds it faster than a dictionary of types would.</summary>
internal static class LoaderType<T>
{
    public static readonly int Index = LoaderTypes.Add();
}

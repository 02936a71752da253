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
    private readonly Dictionary<Type, object> _loaders = [];
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
        lock (_lock)
        {
            if (!_loaders.TryGetValue(typeof(T), out var loader))
                _loaders.Add(typeof(T), loader = _executor.CreateLoader(typeof(T), Services, new LoaderBatchScheduler(Scheduler, _loaders.Count, Aborted, IsShared)));
            return (T)loader;
        }
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

    private IServiceProvider Services
    {
        get
        {
            lock (_lock)
                return (_services ??= _executor.CreateScope()).ServiceProvider;
        }
    }
}

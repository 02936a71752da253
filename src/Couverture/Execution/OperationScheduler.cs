using Couverture.DataLoaders;

namespace Couverture.Execution;

/// <summary>
/// The work queue of one operation. Resolvers, batches and their continuations run here one at a time, on the thread pool, in the execution
/// context in which the operation began. When the queue is empty, nothing of the operation can run: then a waiting batch goes out, that of
/// the loader made first; the next one follows as soon as nothing can run again, which is at once where the first waits for something
/// outside. So what a batch has at hand already (cached values) still joins the batches behind it. No timer and no count of keys takes
/// part, so the same work makes the same batches.
/// </summary>
internal sealed class OperationScheduler(Action<Exception> onUnhandled) : SynchronizationContext, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<(SendOrPostCallback Work, object? State)> _queue = new();
    private readonly List<(int Order, Func<ValueTask> Dispatch)> _batches = [];
    private readonly ExecutionContext? _executionContext = ExecutionContext.Capture();
    private (SendOrPostCallback Work, object? State)? _idleWork;
    // True from the beginning: what is posted before Start waits for it.
    private bool _isRunning = true;
    private bool _isClosed;

    /// <summary>Runs the first work on the caller's thread, and all that follows from it without waiting.</summary>
    public void Start(Action work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            work();
            RunQueue();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Sends no batch from now on. Work that is posted still runs, since others may wait for its end.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _batches.Clear();
        }
    }

    /// <summary>Runs the work once when nothing else can run and no batch waits to go out; a second call before then changes nothing.</summary>
    public void PostWhenIdle(SendOrPostCallback work, object? state)
    {
        lock (_lock)
            _idleWork ??= (work, state);
    }

    public void Schedule(int loaderOrder, Func<ValueTask> dispatch)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            var index = _batches.Count;
            while (index > 0 && _batches[index - 1].Order > loaderOrder)
                index--;
            _batches.Insert(index, (loaderOrder, dispatch));
            if (_isRunning)
                return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            _queue.Enqueue((d, state));
            if (_isRunning)
                return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public override SynchronizationContext CreateCopy() => this;

    void IThreadPoolWorkItem.Execute()
    {
        if (_executionContext is null)
            RunInContext();
        else
            ExecutionContext.Run(_executionContext, static scheduler => ((OperationScheduler)scheduler!).RunInContext(), this);
    }

    private void RunInContext()
    {
        SetSynchronizationContext(this);
        RunQueue();
    }

    private void RunQueue()
    {
        while (TryTake(out var work, out var state))
        {
            try
            {
                work(state);
            }
            catch (Exception exception)
            {
                // Only work that the engine did not start itself ends here, such as an async void method of a resolver.
                onUnhandled(exception);
            }
        }
    }

    private bool TryTake(out SendOrPostCallback work, out object? state)
    {
        lock (_lock)
        {
            if (_queue.Count == 0 && _batches is [var (_, dispatch), ..])
            {
                _queue.Enqueue((SendBatch, dispatch));
                _batches.RemoveAt(0);
            }
            else if (_queue.Count == 0 && _idleWork is { } idle)
            {
                _queue.Enqueue(idle);
                _idleWork = null;
            }

            _isRunning = _queue.TryDequeue(out var next);
            (work, state) = next;
            return _isRunning;
        }
    }

    private void SendBatch(object? dispatch) => SendBatchAsync((Func<ValueTask>)dispatch!);

    private async void SendBatchAsync(Func<ValueTask> dispatch)
    {
        try
        {
            await dispatch();
        }
        catch (Exception exception)
        {
            onUnhandled(exception);
        }
    }
}

/// <summary>What one loader sees of its operation's queue.</summary>
/// <param name="scheduler">The queue.</param>
/// <param name="order">The loader's place among the loaders of the operation.</param>
/// <param name="operationAborted">Ends when the operation does.</param>
internal sealed class LoaderBatchScheduler(OperationScheduler scheduler, int order, CancellationToken operationAborted) : IOperationBatchScheduler
{
    public CancellationToken OperationAborted { get; } = operationAborted;

    public void Schedule(Func<ValueTask> dispatch) => scheduler.Schedule(order, dispatch);
}

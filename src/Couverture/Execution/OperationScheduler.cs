using Couverture.DataLoaders;

namespace Couverture.Execution;

/// <summary>
/// The work queue of one operation, or of the queries of a batch. Resolvers, batches and their continuations run here one at a time, on the thread pool, in the execution
/// context in which the operation started. When the queue is empty, nothing of the operation can run. Then the scheduler sends one waiting
/// batch, that of the loader created first. The next batch follows when the queue is empty again, which is immediately if the first batch
/// waits for external work. Loads that follow from cached values therefore still join the later batches. Neither timers nor key counts
/// matter, so the same work always forms the same batches.
/// </summary>
internal sealed class OperationScheduler(Action<Exception> onUnhandled) : SynchronizationContext, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<(SendOrPostCallback Work, object? State)> _queue = new();
    private readonly List<(int Order, Func<ValueTask> Dispatch)> _batches = [];
    private readonly ExecutionContext? _executionContext = ExecutionContext.Capture();
    private (SendOrPostCallback Work, object? State)? _idleWork;
    // Initially true, so that work posted before Start waits for Start.
    private bool _isRunning = true;
    private bool _isClosed;

    /// <summary>Runs the first work, and all queued work that follows from it, on the caller's thread.</summary>
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

    /// <summary>Stops sending batches. Posted work still runs, because other code may wait for its completion.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _batches.Clear();
        }
    }

    /// <summary>Runs the work once when nothing else can run and no batch is waiting. A second call before that has no effect.</summary>
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
        while (TryDequeue(out var work, out var state))
        {
            try
            {
                work(state);
            }
            catch (Exception exception)
            {
                // Only work that the engine did not start fails here, such as an async void method of a resolver.
                onUnhandled(exception);
            }
        }
    }

    private bool TryDequeue(out SendOrPostCallback work, out object? state)
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

/// <summary>The batch scheduler of one loader, which uses the queue of its operation or batch.</summary>
/// <param name="scheduler">The queue.</param>
/// <param name="order">The loader's position among the loaders of the queue.</param>
/// <param name="operationAborted">Cancelled when the operation is cancelled or times out.</param>
/// <param name="isShared">Whether several operations use the loader. A batch then runs in the execution context of the operation that opened it, which accounts for it.</param>
internal sealed class LoaderBatchScheduler(OperationScheduler scheduler, int order, CancellationToken operationAborted, bool isShared = false) : IOperationBatchScheduler
{
    public CancellationToken OperationAborted { get; } = operationAborted;

    public void Schedule(Func<ValueTask> dispatch) => scheduler.Schedule(order, isShared && ExecutionContext.Capture() is { } context ? InContext(context, dispatch) : dispatch);

    private static Func<ValueTask> InContext(ExecutionContext context, Func<ValueTask> dispatch) => () =>
    {
        var sent = default(ValueTask);
        ExecutionContext.Run(context, _ => sent = dispatch(), null);
        return sent;
    };
}

namespace Couverture.Execution.Subscriptions;

/// <summary>The executions of one event that are in flight, by their requests.</summary>
internal sealed class RunningEvent
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ResultKey, SharedExecution> _executions = [];

    /// <summary>Joins the execution of a request, or starts it. The caller must leave it again.</summary>
    /// <param name="key">The request.</param>
    /// <param name="maxExecutions">The maximum number of executions.</param>
    /// <param name="execute">Executes the event in the context of the caller until the token is cancelled.</param>
    /// <param name="isFirst">Whether the caller has started the execution.</param>
    /// <returns>The execution; null if the event has too many.</returns>
    public SharedExecution? TryJoin(ResultKey key, int maxExecutions, Func<CancellationToken, Task<ExecutedEvent>> execute, out bool isFirst)
    {
        SharedExecution started;
        lock (_gate)
        {
            isFirst = !(_executions.TryGetValue(key, out var running) && running.TryEnter());
            if (!isFirst)
                return running;
            if (_executions.Count >= maxExecutions)
                return null;
            _executions[key] = started = new SharedExecution(_gate);
        }

        _ = RunAsync(key, started, execute);
        return started;
    }

    private async Task RunAsync(ResultKey key, SharedExecution execution, Func<CancellationToken, Task<ExecutedEvent>> execute)
    {
        await execution.RunAsync(execute);
        lock (_gate)
        {
            if (_executions.GetValueOrDefault(key) == execution)
                _executions.Remove(key);
        }
    }
}

/// <summary>An execution of an event that several subscriptions wait for. It is cancelled when none of them remains.</summary>
/// <param name="gate">The lock of the event.</param>
internal sealed class SharedExecution(Lock gate)
{
    private readonly TaskCompletionSource<ExecutedEvent> _executed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _subscriptions = 1;

    /// <summary>The executed event, or the exception that ended the execution.</summary>
    public Task<ExecutedEvent> Executed => _executed.Task;

    private CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Adds a subscription, under the lock. Returns false if all others have left.</summary>
    public bool TryEnter()
    {
        if (_subscriptions == 0)
            return false;
        _subscriptions++;
        return true;
    }

    /// <summary>Removes a subscription.</summary>
    public void Leave()
    {
        lock (gate)
        {
            if (--_subscriptions > 0)
                return;
        }

        if (!_executed.Task.IsCompleted)
            Cancellation.Cancel();
    }

    /// <summary>Executes the event.</summary>
    public async Task RunAsync(Func<CancellationToken, Task<ExecutedEvent>> execute)
    {
        try
        {
            _executed.SetResult(await execute(Cancellation.Token));
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            _executed.SetCanceled(Cancellation.Token);
        }
        catch (Exception exception)
        {
            _executed.SetException(exception);
        }
    }
}

/// <summary>An executed event.</summary>
/// <param name="Result">The result, its data written.</param>
/// <param name="Dependencies">What the result depends on; null if other subscriptions must not send it.</param>
internal sealed record ExecutedEvent(OperationResult Result, object? Dependencies = null);

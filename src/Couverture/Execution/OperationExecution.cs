using System.Globalization;
using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Couverture.Execution.Results;
using Couverture.Federation.Tracing;

namespace Couverture.Execution;

/// <summary>
/// One execution of one operation (specification section 6). All work runs in the queue of the operation or of its batch, one step at a time. A field
/// whose resolver completes synchronously is completed immediately; an asynchronous field is resumed in the queue.
/// </summary>
internal sealed partial class OperationExecution : IAsyncDisposable
{
    /// <summary>The root value of operations without one.</summary>
    public static readonly object NoRootValue = new();

    private readonly ExecutionServices _executor;
    private readonly OperationResources _resources;
    private readonly CancellationToken _clientDisconnected;
    private readonly TaskCompletionSource<OperationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ResultPart _initial;
    private readonly ObjectResult _root;
    private readonly IncrementalState? _incremental;
    private readonly ulong _nullFlags;
    private readonly FederatedTrace? _trace;
    private readonly PlainWriter? _plain;
    // The queue of a batch runs in the execution context of the batch. Each of its operations continues in its own, so that it sees its own asynchronous locals.
    private ExecutionContext? _executionContext;
    // The waiting fields, in the order in which they began to wait, as a list that their contexts form themselves.
    private FieldContext? _firstWaiting;
    private FieldContext? _lastWaiting;
    private CancellationTokenRegistration _abortRegistration;
    private int _nextRootField;
    private int _depth;
    private volatile bool _isDisposing;
    private bool _isAborted;
    private bool _isFinished;

    /// <param name="executor">The services of all operations.</param>
    /// <param name="plan">The plan of the operation.</param>
    /// <param name="variables">The coerced variables.</param>
    /// <param name="rootValue">The value on which the root fields are resolved.</param>
    /// <param name="clientDisconnected">Cancelled when the client disconnects.</param>
    /// <param name="shared">The resources of the batch, which the caller disposes; null for an operation with its own.</param>
    /// <param name="trace">Records the times of the fields; null to record nothing.</param>
    public OperationExecution(
        ExecutionServices executor,
        OperationPlan plan,
        VariableValues variables,
        object? rootValue,
        CancellationToken clientDisconnected,
        OperationResources? shared = null,
        FederatedTrace? trace = null)
    {
        _executor = executor;
        _clientDisconnected = clientDisconnected;
        _trace = trace;
        _initial = new ResultPart(executor.Options.MaxFieldErrors);
        _resources = shared ?? new OperationResources(executor, isShared: false, clientDisconnected);
        Plan = plan;
        Variables = variables;
        Flags = plan.GetFlags(variables);
        _incremental = plan.IsIncremental ? new IncrementalState() : null;
        _nullFlags = plan.GetNullFlags(variables);
        // A trace has the times of all fields, parts of a response are put together from nodes, and a null condition is an error of the field.
        _plain = trace is null && _incremental is null && _nullFlags == 0 ? new PlainWriter(Flags) : null;
        _root = new ObjectResult(_initial, null, 0, plan.Root.OrderFor(Flags), rootValue!, OpenFragments(_initial, plan.Root, null, 0, null));
    }

    public OperationPlan Plan { get; }

    public VariableValues Variables { get; }

    /// <summary>The values of the variables that conditions use, as bits.</summary>
    public ulong Flags { get; }

    public CancellationToken Aborted => _resources.Aborted;

    /// <summary>
    /// Runs the operation up to its initial result. If more results follow, the operation continues and <see cref="Payloads"/> returns them. An operation of a batch starts when
    /// the queue of the batch starts.
    /// </summary>
    public Task<OperationResult> RunAsync()
    {
        _abortRegistration = Aborted.UnsafeRegister(
            static state => ((OperationExecution)state!)._resources.Scheduler.Post(static self => ((OperationExecution)self!).InOwnContext(static me => me.Abort()), state),
            this);
        if (_resources.IsShared)
        {
            _executionContext = ExecutionContext.Capture();
            _resources.Scheduler.Post(static self => ((OperationExecution)self!).InOwnContext(static me => me.Start()), this);
        }
        else
        {
            _resources.Scheduler.Start(Start);
        }

        return _result.Task;
    }

    /// <summary>Returns the results after the initial result.</summary>
    /// <exception cref="OperationCanceledException">While reading: the client has disconnected.</exception>
    public IAsyncEnumerable<OperationResult> Payloads(CancellationToken cancellationToken) => _incremental!.Payloads.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Cancels the running work and releases the operation's services.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_finished.Task.IsCompleted)
        {
            _isDisposing = true;
            await _resources.AbortAsync();
            await _finished.Task;
        }

        await _abortRegistration.DisposeAsync();
        if (!_resources.IsShared)
            await _resources.DisposeAsync();
    }

    public T Service<T>()
        where T : notnull =>
        _resources.Service<T>();

    public T DataLoader<T>()
        where T : notnull =>
        _resources.DataLoader<T>();

    /// <summary>Logs an unexpected exception and returns the error that replaces it in the response.</summary>
    public IError CreateUnexpectedError(Exception exception, IReadOnlyList<object> path) => _executor.CreateUnexpectedError(exception, path);

    /// <summary>Completes a field whose resolver was asynchronous.</summary>
    public void Resume(FieldContext field)
    {
        if (_executionContext is { } own)
            ExecutionContext.Run(own, static field => ((FieldContext)field!).Operation.CompleteWaiting((FieldContext)field), field);
        else
            CompleteWaiting(field);
    }

    private void CompleteWaiting(FieldContext field)
    {
        if (field.Pending is not { } task)
            return;
        StopWaiting(field);
        _depth++;
        try
        {
            // If null has replaced the parent in the meantime, neither the value nor an error is reported (section 6.4.4).
            var value = GetResult(field, task);
            if (!field.Target.IsDiscarded)
                CompleteResolved(field, value);
        }
        catch (Exception exception)
        {
            if (!field.Target.IsDiscarded)
            {
                AddReportedErrors(field);
                Fail(field.Target, field.Slot, field.Plan, exception);
            }
        }

        _depth--;
        Advance();
    }

    private Error TimeoutError => new(
        string.Create(CultureInfo.InvariantCulture, $"The operation took longer than {_executor.Options.ExecutionTimeout.TotalSeconds} s."),
        ErrorCodes.Timeout);

    private void InOwnContext(Action<OperationExecution> work)
    {
        if (_executionContext is null)
            work(this);
        else
            ExecutionContext.Run(_executionContext, _ => work(this), null);
    }

    private void Start()
    {
        if (NullConditionError(_root.Plan) is { } error)
        {
            _initial.AddError([], error);
            _initial.IsNull = true;
            _initial.IsDone = true;
            Finish();
            return;
        }

        Advance();
    }

    private void Advance()
    {
        if (_depth > 0 || _isFinished)
            return;
        _depth++;
        AdvanceRoot();
        if (!_initial.IsDone && _initial.WaitingFields == 0)
            EndInitial();
        AdvanceIncremental();
        _depth--;
        if (_initial.IsDone && _incremental is not { Publisher.IsComplete: false })
            Finish();
    }

    // Queries start all root fields. Mutations start a root field when the previous one is complete (specification section 6.2.2).
    private void AdvanceRoot()
    {
        var isSerial = Plan.Operation.Operation is Language.OperationType.Mutation;
        while (_nextRootField < _root.Values.Length && !_root.IsNulled && (!isSerial || _initial.WaitingFields == 0))
            Execute(_root, _nextRootField++);
    }

    private void EndInitial()
    {
        _initial.IsDone = true;
        if (_incremental is not { } incremental || _initial.IsNull)
            return;
        AddDeferredGroups(_root);
        incremental.Publisher.Add(_initial);
        if (!incremental.Publisher.IsComplete && !IsCancelled)
            _result.TrySetResult(OperationResult.Executed(_initial.Errors, _root, incremental.Publisher.Flush()));
    }

    private bool IsCancelled => _isDisposing || _clientDisconnected.IsCancellationRequested;

    // The operation has timed out or the client has disconnected. Finished fields are kept; each waiting field fails.
    private void Abort()
    {
        if (_isFinished)
            return;
        _isAborted = true;
        while (_firstWaiting is { } field)
        {
            StopWaiting(field);
            Fail(field.Target, field.Slot, field.Plan, TimeoutError);
        }

        for (; _nextRootField < _root.Values.Length && !_root.IsNulled; _nextRootField++)
        {
            var field = _root.Plan.Fields[_nextRootField];
            if (field.IsIncluded(Flags))
                Fail(_root, _nextRootField, field, TimeoutError);
            else
                _root.Values[_nextRootField] = SkippedField.Value;
        }

        Advance();
    }

    private void Finish()
    {
        _isFinished = true;
        // The loads of other operations of the batch are still wanted.
        if (!_resources.IsShared)
            _resources.Scheduler.Close();
        // Fields of obsolete parts may still be waiting.
        while (_firstWaiting is { } field)
            StopWaiting(field);
        _finished.TrySetResult();
        if (IsCancelled)
            _result.TrySetCanceled(_clientDisconnected);
        else
            _result.TrySetResult(OperationResult.Executed(_initial.Errors, _initial.IsNull ? null : _root, null, _plain?.Buffer));
        _incremental?.Complete(IsCancelled ? new OperationCanceledException(_clientDisconnected) : null);
    }
}

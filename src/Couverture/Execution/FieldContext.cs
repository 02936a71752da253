using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Couverture.Execution.Results;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>The context of one field while its resolver runs, until the resolver has completed.</summary>
internal sealed class FieldContext(OperationExecution operation, ObjectResult target, int slot)
    : SelectedFieldContext(target.Plan.Fields[slot], operation.Variables)
{
    private ConcurrentQueue<IError>? _reported;

    public OperationExecution Operation { get; } = operation;

    public ObjectResult Target { get; } = target;

    public int Slot { get; } = slot;

    /// <summary>The scoped state that the fields below will see.</summary>
    public ScopedState? State { get; private set; } = target.State;

    /// <summary>The awaiter of an asynchronous resolver.</summary>
    public ValueTaskAwaiter<object?> Awaiter { get; set; }

    /// <summary>The node in the list of waiting fields; null if this field is not waiting.</summary>
    public LinkedListNode<FieldContext>? WaitingNode { get; set; }

    public override IReadOnlyList<object> Path => Target.GetPath(Slot);

    public override CancellationToken RequestAborted => Operation.Aborted;

    public override T Parent<T>() => (T)Target.Source;

    public override T Service<T>() => Operation.Service<T>();

    public override T DataLoader<T>() => Operation.DataLoader<T>();

    /// <summary>Whether the resolver has reported an error. Most have not, and reading the errors allocates.</summary>
    public bool HasReportedErrors => _reported is not null;

    /// <summary>The errors that the resolver has reported, in order. Each is returned once.</summary>
    public IEnumerable<IError> ReportedErrors
    {
        get
        {
            while (_reported is { } reported && reported.TryDequeue(out var error))
                yield return error;
        }
    }

    // A resolver that resumes on another thread (ConfigureAwait(false)) can still report errors.
    public override void ReportError(IError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        LazyInitializer.EnsureInitialized(ref _reported).Enqueue(error);
    }

    public override void SetScopedState<T>(string name, T value) => State = new ScopedState(name, value, State);

    public override T ScopedState<T>(string name) => Results.ScopedState.TryFind(State, name, out var value)
        ? (T)value!
        : throw new InvalidOperationException($"No resolver above {Plan.Field.Coordinate} has set the state {name}.");

    public void Resume() => Operation.Resume(this);

    protected override Schema Schema => Operation.Plan.Schema;

    protected override ulong Flags => Operation.Flags;
}

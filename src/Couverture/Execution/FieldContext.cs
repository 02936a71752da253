using System.Collections.Concurrent;
using Couverture.Data;
using Couverture.Execution.Results;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>The context of one field while its resolver runs, until the resolver has completed.</summary>
internal class FieldContext(OperationExecution operation, ObjectResult target, int slot)
    : SelectedFieldContext(target.Plan.Fields[slot], operation.Variables)
{
    private ConcurrentQueue<IError>? _reported;

    public OperationExecution Operation { get; } = operation;

    public ObjectResult Target { get; } = target;

    public int Slot { get; } = slot;

    /// <summary>The scoped state that the fields below will see.</summary>
    public ScopedState? State { get; private set; } = target.State;

    /// <summary>What the field waits for; null if it does not wait.</summary>
    public Task? Pending { get; set; }

    /// <summary>The previous waiting field; null for the first.</summary>
    public FieldContext? Previous { get; set; }

    /// <summary>The next waiting field; null for the last.</summary>
    public FieldContext? Next { get; set; }

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

/// <summary>The context of a field whose list is cut into pages.</summary>
internal sealed class PagedFieldContext : FieldContext
{
    private readonly FieldPaging _paging;
    private readonly CursorPagingArguments _page;
    private readonly Func<object, object>? _select;

    /// <exception cref="GraphQLException">A paging argument, the filter or a sort key is invalid.</exception>
    public PagedFieldContext(OperationExecution operation, ObjectResult target, int slot, FieldPaging paging)
        : base(operation, target, slot)
    {
        _paging = paging;
        (_page, _select) = paging.Read(this);
    }

    /// <summary>Whether the resolver has returned the list.</summary>
    public bool HasList { get; private set; }

    /// <summary>Returns the page of the list that the resolver has returned.</summary>
    public ValueTask<Connection> PageAsync(object list)
    {
        HasList = true;
        return _paging.PageAsync(this, _select?.Invoke(list) ?? list, _page);
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using Couverture.Execution.Planning;
using Couverture.Execution.Results;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>One field while its resolver runs, and, if that waits, until it has come back.</summary>
internal sealed class FieldContext(OperationExecution operation, ObjectResult target, int slot) : ResolverContext
{
    private object?[]? _arguments;

    public ObjectResult Target { get; } = target;

    public int Slot { get; } = slot;

    public FieldPlan Plan => Target.Plan.Fields[Slot];

    /// <summary>What the fields below will see.</summary>
    public ScopedState? State { get; private set; } = target.State;

    /// <summary>The resolver's answer, where it waits.</summary>
    public ValueTaskAwaiter<object?> Answer { get; set; }

    /// <summary>The neighbours among the fields that wait; null where it does not wait.</summary>
    public LinkedListNode<FieldContext>? Waiting { get; set; }

    public override IReadOnlyList<object> Path => Target.PathOf(Slot);

    public override CancellationToken RequestAborted => operation.Aborted;

    public override T Parent<T>() => (T)Target.Source;

    public override T Argument<T>(int index)
    {
        _arguments ??= Plan.Arguments.Values(operation.Variables);
        return _arguments[index] switch
        {
            T value => value,
            null => default!,
            // Int and Float stand for several runtime types.
            IConvertible number => (T)Convert.ChangeType(number, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture),
            var other => (T)other,
        };
    }

    public override T ArgumentValue<T>(string name) => Plan.Field.Arguments.IndexOf(name) is >= 0 and var index
        ? Argument<T>(index)
        : throw new ArgumentException($"{Plan.Field.Coordinate} has no argument {name}.", nameof(name));

    public override T Service<T>() => operation.Service<T>();

    public override T DataLoader<T>() => operation.DataLoader<T>();

    public override void SetScopedState<T>(string name, T value) => State = new ScopedState(name, value, State);

    public override T ScopedState<T>(string name) => Results.ScopedState.TryFind(State, name, out var value)
        ? (T)value!
        : throw new InvalidOperationException($"No resolver above {Plan.Field.Coordinate} has set the state {name}.");

    public override bool IsSelected(string fieldName) => new SelectionCollection(operation, [Plan]).IsSelected(fieldName);

    public override ISelectionCollection Select(string fieldName) => new SelectionCollection(operation, [Plan]).Select(fieldName);

    public void Resume() => operation.Resume(this);
}

/// <summary>Selections of one field name, on every type their parents may have.</summary>
internal sealed class SelectionCollection(OperationExecution operation, IReadOnlyList<FieldPlan> fields) : ISelectionCollection
{
    public bool IsSelected(string fieldName) => Children(fieldName).Any();

    public ISelectionCollection Select(string fieldName) => new SelectionCollection(operation, [.. Children(fieldName)]);

    private IEnumerable<FieldPlan> Children(string fieldName)
    {
        foreach (var field in fields)
        {
            foreach (var type in operation.Plan.Schema.PossibleTypes(field.Field.Type.NamedType()))
            {
                foreach (var child in field.SelectionsOn(type).Fields)
                {
                    if (child.Field.Name == fieldName && child.IsIncluded(operation.Flags))
                        yield return child;
                }
            }
        }
    }
}

using System.Collections.Concurrent;
using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>The arguments and selections of a field that is resolved or subscribed to.</summary>
internal abstract class SelectedFieldContext(FieldPlan plan, VariableValues variables) : ResolverContext
{
    // Always coerced, because an invalid argument fails the field before its resolver runs (specification section 6.4.1).
    private readonly object?[] _arguments = plan.Arguments.GetValues(variables);

    public FieldPlan Plan { get; } = plan;

    public override T Argument<T>(int index) => RuntimeValue.As<T>(_arguments[index]);

    public override T ArgumentValue<T>(string name) => Plan.Field.Arguments.IndexOf(name) is >= 0 and var index
        ? Argument<T>(index)
        : throw new ArgumentException($"{Plan.Field.Coordinate} has no argument {name}.", nameof(name));

    public override TValueNode ArgumentLiteral<TValueNode>(string name)
    {
        var index = Plan.Field.Arguments.IndexOf(name);
        return index >= 0
            ? (TValueNode)Plan.Arguments.GetLiteral(index, variables)
            : throw new ArgumentException($"{Plan.Field.Coordinate} has no argument {name}.", nameof(name));
    }

    public override bool IsSelected(string fieldName) => Selections.IsSelected(fieldName);

    public override ISelectionCollection Select(string fieldName) => Selections.Select(fieldName);

    protected abstract Schema Schema { get; }

    /// <summary>The values of the variables of <c>@skip</c> and <c>@include</c>, as bits.</summary>
    protected abstract ulong Flags { get; }

    /// <summary>Returns the selections that apply to one of the possible types of the field.</summary>
    public ISelectionCollection GetSelectionsOn(ObjectType type) => new SelectionCollection(Schema, Flags, [Plan], type);

    /// <summary>Returns what a function computes from the selections below the field. The plan keeps it, so it is computed once for all fields of the selection.</summary>
    /// <param name="compute">A function that depends on these selections only; its identity is the key.</param>
    public T GetOrAddLookAhead<T>(Func<IResolverContext, T> compute)
        where T : notnull
    {
        var selections = Selections;
        if (selections.Find(compute) is { } known)
            return (T)known;
        var computed = compute(this);
        selections.Add(compute, computed);
        return computed;
    }

    private SelectionCollection Selections => Plan.GetSelectionCollection(Schema, Flags);
}

/// <summary>The selections of one field name on all possible types of the parents, or on one of them. The plan keeps it, so each look-ahead of a resolver is made once.</summary>
internal sealed class SelectionCollection(Schema schema, ulong flags, IReadOnlyList<FieldPlan> fields, ObjectType? only = null) : ISelectionCollection
{
    // The names are those that resolvers look ahead for.
    private readonly ConcurrentDictionary<string, SelectionCollection> _children = new(StringComparer.Ordinal);

    /// <summary>The values of the variables of <c>@skip</c> and <c>@include</c>, as bits.</summary>
    public ulong Flags => flags;

    // Few, and usually one. An array that is replaced needs no lock.
    private (Delegate Compute, object Value)[] _computed = [];

    private bool IsEmpty => fields.Count == 0;

    /// <summary>Returns what a function has computed from these selections; null if it has not.</summary>
    public object? Find(Delegate compute)
    {
        foreach (var (known, value) in Volatile.Read(ref _computed))
        {
            if (ReferenceEquals(known, compute))
                return value;
        }

        return null;
    }

    /// <summary>Keeps what a function has computed. Concurrent operations may compute the same, and one value may be lost.</summary>
    public void Add(Delegate compute, object value) => Volatile.Write(ref _computed, [.. Volatile.Read(ref _computed), (compute, value)]);

    public bool IsSelected(string fieldName) => !Child(fieldName).IsEmpty;

    public ISelectionCollection Select(string fieldName) => Child(fieldName);

    private SelectionCollection Child(string fieldName) => _children.TryGetValue(fieldName, out var child) ? child : _children.GetOrAdd(fieldName, Find(fieldName));

    private SelectionCollection Find(string fieldName)
    {
        List<FieldPlan> children = [];
        foreach (var field in fields)
        {
            foreach (var type in only is null ? schema.PossibleTypes(field.Field.Type.NamedType()) : [only])
                children.AddRange(field.GetSelections(type).AllFields.Where(child => child.Field.Name == fieldName && child.IsIncluded(flags)));
        }

        return new SelectionCollection(schema, flags, children);
    }
}

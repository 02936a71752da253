using System.Collections.Concurrent;
using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Couverture.Language;
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
        if (!Plan.Field.Arguments.TryGet(name, out var argument))
            throw new ArgumentException($"{Plan.Field.Coordinate} has no argument {name}.", nameof(name));
        IValueNode? given = null;
        var nodes = Plan.Node.Arguments;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Name.Value == name)
                given = nodes[i].Value;
        }

        if (given is VariableNode variable)
            given = variables.FindLiteral(variable.Name.Value);
        return (TValueNode)(given is null ? argument.DefaultValue ?? NullValueNode.Default : LiteralVariables.Replace(given, variables));
    }

    public override bool IsSelected(string fieldName) => Selections.IsSelected(fieldName);

    public override ISelectionCollection Select(string fieldName) => Selections.Select(fieldName);

    protected abstract Schema Schema { get; }

    /// <summary>The values of the variables of <c>@skip</c> and <c>@include</c>, as bits.</summary>
    protected abstract ulong Flags { get; }

    /// <summary>Returns the selections that apply to one of the possible types of the field.</summary>
    public ISelectionCollection GetSelectionsOn(ObjectType type) => new SelectionCollection(Schema, Flags, [Plan], type);

    private SelectionCollection Selections => Plan.GetSelectionCollection(Schema, Flags);
}

/// <summary>The selections of one field name on all possible types of the parents, or on one of them. The plan keeps it, so each look-ahead of a resolver is made once.</summary>
internal sealed class SelectionCollection(Schema schema, ulong flags, IReadOnlyList<FieldPlan> fields, ObjectType? only = null) : ISelectionCollection
{
    // The names are those that resolvers look ahead for.
    private readonly ConcurrentDictionary<string, SelectionCollection> _children = new(StringComparer.Ordinal);

    /// <summary>The values of the variables of <c>@skip</c> and <c>@include</c>, as bits.</summary>
    public ulong Flags => flags;

    private bool IsEmpty => fields.Count == 0;

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

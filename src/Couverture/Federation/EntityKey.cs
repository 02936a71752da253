using Couverture.Execution;
using Couverture.Language;

namespace Couverture.Federation;

/// <summary>One key of an entity and the resolver of its representations.</summary>
/// <param name="fields">The fields, as a selection set without braces.</param>
/// <param name="resolve">Returns the object of a representation; null if there is none.</param>
internal sealed class EntityKey(string fields, Func<IResolverContext, ValueTask<object?>> resolve)
{
    // Null if the fields are not a selection set, which the rules of field sets report.
    private readonly SelectionSetNode? _selections = FieldSetRules.Parse(fields, out _);

    /// <summary>The fields, as a selection set without braces.</summary>
    public string Fields { get; } = fields;

    /// <summary>Returns the object of a representation; null if there is none.</summary>
    public Func<IResolverContext, ValueTask<object?>> Resolve { get; } = resolve;

    /// <summary>Whether a representation has all fields of the key. Their values are not checked, but an object with fields must not be null.</summary>
    public bool IsIn(Representation representation) => _selections is not null && Has(representation.Value, _selections);

    private static bool Has(IValueNode value, SelectionSetNode selections) => value switch
    {
        ObjectValueNode parent => selections.Selections.OfType<FieldNode>().All(selected =>
            Representation.FindField(parent, selected.Name.Value) is { } child && (selected.SelectionSet is null || Has(child, selected.SelectionSet))),
        ListValueNode list => list.Items.All(item => Has(item, selections)),
        _ => false,
    };
}

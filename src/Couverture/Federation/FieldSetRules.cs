using Couverture.Language;
using Couverture.Types;

namespace Couverture.Federation;

/// <summary>Checks that the field sets of <c>@key</c>, <c>@requires</c> and <c>@provides</c> select fields of the schema.</summary>
/// <param name="types">The types of the schema by name.</param>
/// <param name="errors">Receives the errors.</param>
internal sealed class FieldSetRules(IReadOnlyDictionary<string, INamedType> types, List<string> errors)
{
    /// <summary>Checks all field sets of the applied directives.</summary>
    public void Check(IReadOnlyDictionary<object, IReadOnlyList<DirectiveNode>> applied)
    {
        foreach (var type in types.Values.OfType<ComplexType>())
        {
            foreach (var key in FieldSets(type, FederationDirectives.KeyName))
                Check(type, key, $"{type.Name}: @{FederationDirectives.KeyName}");
            foreach (var field in type.Fields)
            {
                foreach (var required in FieldSets(field, FederationDirectives.RequiresName))
                    Check(type, required, $"{field.Coordinate}: @{FederationDirectives.RequiresName}");
                foreach (var provided in FieldSets(field, FederationDirectives.ProvidesName))
                    Check(field.Type.NamedType(), provided, $"{field.Coordinate}: @{FederationDirectives.ProvidesName}");
            }
        }

        IEnumerable<string> FieldSets(object part, string directive) => applied.GetValueOrDefault(part, [])
            .Where(node => node.Name.Value == directive)
            .SelectMany(static node => node.Arguments)
            .Where(static argument => argument.Name.Value == FederationDirectives.FieldsName)
            .Select(static argument => argument.Value)
            .OfType<StringValueNode>()
            .Select(static text => text.Value);
    }

    /// <summary>Parses a field set; returns null and the reason if it is not one selection set.</summary>
    public static SelectionSetNode? Parse(string fields, out string? reason)
    {
        reason = null;
        try
        {
            if (Utf8GraphQLParser.Parse($"{{ {fields} }}").Definitions is [OperationDefinitionNode { SelectionSet: { } selections }])
                return selections;
            reason = "is not one selection set.";
        }
        catch (SyntaxException exception)
        {
            reason = $"is not a selection set: {exception.Message}";
        }

        return null;
    }

    private void Check(INamedType type, string fields, string subject)
    {
        if (Parse(fields, out var reason) is { } selections)
            Check(type, selections, subject);
        else
            errors.Add($"{subject}: \"{fields}\" {reason}");
    }

    private void Check(INamedType type, SelectionSetNode selections, string subject)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    Check(type, field, subject);
                    break;
                case InlineFragmentNode { TypeCondition: { } condition } fragment when types.GetValueOrDefault(condition.Name.Value) is ICompositeType narrower:
                    Check(narrower, fragment.SelectionSet, subject);
                    break;
                case InlineFragmentNode { TypeCondition: null } fragment:
                    Check(type, fragment.SelectionSet, subject);
                    break;
                case InlineFragmentNode fragment:
                    errors.Add($"{subject}: {fragment.TypeCondition!.Name.Value} is not an object, interface or union type of the schema.");
                    break;
                default:
                    errors.Add($"{subject}: a field set must not use named fragments.");
                    break;
            }
        }
    }

    // Composition rejects aliases, because a representation has the fields by their names.
    private void Check(INamedType type, FieldNode selected, string subject)
    {
        var name = selected.Name.Value;
        if (selected.Alias is not null)
            errors.Add($"{subject}: the field {name} must not have an alias.");
        if (name == "__typename")
            return;
        if (type is not ComplexType parent || !parent.Fields.TryGet(name, out var field))
            errors.Add($"{subject}: {type.Name} has no field {name}.");
        else if (field.Type.NamedType() is ICompositeType != selected.SelectionSet is not null)
            errors.Add($"{subject}: {field.Coordinate} {(selected.SelectionSet is null ? "needs" : "must not have")} a selection set.");
        else if (selected.SelectionSet is { } below)
            Check(field.Type.NamedType(), below, subject);
    }
}

using Couverture.Language;
using Couverture.Types;

namespace Couverture.Federation;

/// <summary>Checks that the field sets of <c>@key</c>, <c>@requires</c> and <c>@provides</c> select fields of the schema.</summary>
internal static class FieldSetRules
{
    public static void Check(IEnumerable<ComplexType> types, IReadOnlyDictionary<object, IReadOnlyList<DirectiveNode>> applied, List<string> errors)
    {
        foreach (var type in types)
        {
            foreach (var key in FieldSets(type, FederationDirectives.KeyName))
                Check(type, key, $"{type.Name}: @{FederationDirectives.KeyName}", errors);
            foreach (var field in type.Fields)
            {
                foreach (var required in FieldSets(field, FederationDirectives.RequiresName))
                    Check(type, required, $"{field.Coordinate}: @{FederationDirectives.RequiresName}", errors);
                foreach (var provided in FieldSets(field, FederationDirectives.ProvidesName))
                    Check(field.Type.NamedType(), provided, $"{field.Coordinate}: @{FederationDirectives.ProvidesName}", errors);
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

    private static void Check(INamedType type, string fields, string subject, List<string> errors)
    {
        try
        {
            if (Utf8GraphQLParser.Parse($"{{ {fields} }}").Definitions is [OperationDefinitionNode { SelectionSet: { } selections }])
                Check(type, selections, subject, errors);
            else
                errors.Add($"{subject}: \"{fields}\" is not one selection set.");
        }
        catch (SyntaxException exception)
        {
            errors.Add($"{subject}: \"{fields}\" is not a selection set: {exception.Message}");
        }
    }

    private static void Check(INamedType type, SelectionSetNode selections, string subject, List<string> errors)
    {
        foreach (var selection in selections.Selections)
        {
            if (selection is not FieldNode selected)
                continue;
            if (type is not ComplexType parent || !parent.Fields.TryGet(selected.Name.Value, out var field))
                errors.Add($"{subject}: {type.Name} has no field {selected.Name.Value}.");
            else if (field.Type.NamedType() is ComplexType != selected.SelectionSet is not null)
                errors.Add($"{subject}: {field.Coordinate} {(selected.SelectionSet is null ? "needs" : "must not have")} a selection set.");
            else if (selected.SelectionSet is { } below)
                Check(field.Type.NamedType(), below, subject, errors);
        }
    }
}

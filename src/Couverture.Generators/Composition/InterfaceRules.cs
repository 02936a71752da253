using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>
/// Checks that the fields of a type are compatible with those of its interface types (specification section 3.6, IsValidImplementation).
/// Missing fields are inherited.
/// </summary>
internal sealed class InterfaceRules(SchemaPlan plan, TypeResolution types, List<DiagnosticInfo> diagnostics)
{
    public void Check()
    {
        foreach (var type in plan.Types)
        {
            foreach (var interfaceType in plan.Types.Where(t => type.Interfaces.Contains(t.Shape.Key)))
            {
                foreach (var field in type.Fields)
                {
                    if (interfaceType.Fields.FirstOrDefault(f => f.FieldName == field.FieldName) is { } required && Difference(field, required) is { } difference)
                        diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidImplementation, field.Key ?? type.Key, type.Name, field.FieldName, interfaceType.Name, difference));
                }
            }
        }
    }

    private string? Difference(FieldPlan field, FieldPlan required)
    {
        if (!IsSubtype(field, required))
            return $"its type is {TypeResolution.Short(field.Type.Declaration)}, not {TypeResolution.Short(required.Type.Declaration)}";
        if (field.Deprecation is not null && required.Deprecation is null)
            return "it is deprecated";
        foreach (var expected in required.Arguments)
        {
            if (field.Arguments.FirstOrDefault(a => a.GraphQLName == expected.GraphQLName) is not { } argument)
                return $"the argument {expected.GraphQLName} is missing";
            if (!IsSame(argument.Type, expected.Type) || argument.IsId != expected.IsId)
                return $"the type of its argument {expected.GraphQLName} is {TypeResolution.Short(argument.Type.Declaration)}, not {TypeResolution.Short(expected.Type.Declaration)}";
        }

        return field.Arguments
            .Where(a => !a.Type.IsNullable && a.DefaultValue.Expression is null && required.Arguments.All(w => w.GraphQLName != a.GraphQLName))
            .Select(a => $"the argument {a.GraphQLName} is required")
            .FirstOrDefault();
    }

    private bool IsSubtype(FieldPlan field, FieldPlan required)
    {
        if (field.Connection is not null || required.Connection is not null)
            return field.Connection == required.Connection && (required.Type.IsNullable || !field.Type.IsNullable);
        return field.IsId == required.IsId && (field.IsId ? required.Type.IsNullable || !field.Type.IsNullable : IsSubtype(field.Type, required.Type));
    }

    private bool IsSubtype(TypeModel type, TypeModel superType)
    {
        if (type.IsNullable && !superType.IsNullable)
            return false;
        if (type.Item is not null || superType.Item is not null)
            return type.Item is not null && superType.Item is not null && IsSubtype(type.Item, superType.Item);
        return type.Key == superType.Key || (superType.Kind == TypeModelKind.Interface && types.IsAssignable(type.Key, superType.Key));
    }

    private static bool IsSame(TypeModel one, TypeModel other) =>
        one.IsNullable == other.IsNullable
        && (one.Item is null || other.Item is null ? one.Item == other.Item && one.Key == other.Key : IsSame(one.Item, other.Item));
}

using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>
/// The fields of a type fit those of its interface types (specification section 3.6, IsValidImplementation). A field that it lacks it
/// inherits.
/// </summary>
internal sealed class InterfaceRules(SchemaPlan plan, TypeResolution types, List<Finding> findings)
{
    public void Check()
    {
        foreach (var type in plan.Types)
        {
            foreach (var shared in plan.Types.Where(t => type.Interfaces.Contains(t.Shape.Key)))
            {
                foreach (var field in type.Fields)
                {
                    if (shared.Fields.FirstOrDefault(f => f.FieldName == field.FieldName) is { } wanted && Difference(field, wanted) is { } difference)
                        findings.Add(Finding.Of(Diagnostics.WrongImplementation, field.Key ?? type.Key, type.Name, field.FieldName, shared.Name, difference));
                }
            }
        }
    }

    private string? Difference(FieldPlan field, FieldPlan wanted)
    {
        if (!IsWithin(field, wanted))
            return $"it is a {TypeResolution.Short(field.Type.Declaration)}, not a {TypeResolution.Short(wanted.Type.Declaration)}";
        if (field.Deprecation is not null && wanted.Deprecation is null)
            return "it is deprecated";
        foreach (var expected in wanted.Arguments)
        {
            if (field.Arguments.FirstOrDefault(a => a.GraphQLName == expected.GraphQLName) is not { } argument)
                return $"it lacks the argument {expected.GraphQLName}";
            if (!IsSame(argument.Type, expected.Type) || argument.IsId != expected.IsId)
                return $"its argument {expected.GraphQLName} is a {TypeResolution.Short(argument.Type.Declaration)}, not a {TypeResolution.Short(expected.Type.Declaration)}";
        }

        return field.Arguments
            .Where(a => !a.Type.IsNullable && a.DefaultValue.Expression is null && wanted.Arguments.All(w => w.GraphQLName != a.GraphQLName))
            .Select(a => $"it requires the argument {a.GraphQLName}")
            .FirstOrDefault();
    }

    private bool IsWithin(FieldPlan field, FieldPlan wanted)
    {
        if (field.Connection is not null || wanted.Connection is not null)
            return field.Connection == wanted.Connection && (wanted.Type.IsNullable || !field.Type.IsNullable);
        return field.IsId == wanted.IsId && (field.IsId ? wanted.Type.IsNullable || !field.Type.IsNullable : IsWithin(field.Type, wanted.Type));
    }

    private bool IsWithin(TypeUse narrow, TypeUse wide)
    {
        if (narrow.IsNullable && !wide.IsNullable)
            return false;
        if (narrow.Item is not null || wide.Item is not null)
            return narrow.Item is not null && wide.Item is not null && IsWithin(narrow.Item, wide.Item);
        return narrow.Key == wide.Key || (wide.Kind == TypeUseKind.Interface && types.IsAssignable(narrow.Key, wide.Key));
    }

    private static bool IsSame(TypeUse one, TypeUse other) =>
        one.IsNullable == other.IsNullable
        && (one.Item is null || other.Item is null ? one.Item == other.Item && one.Key == other.Key : IsSame(one.Item, other.Item));
}

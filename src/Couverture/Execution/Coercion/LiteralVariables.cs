using Couverture.Language;

namespace Couverture.Execution.Coercion;

/// <summary>The variables inside of a literal.</summary>
internal static class LiteralVariables
{
    public static bool Contains(IValueNode literal) => literal switch
    {
        VariableNode => true,
        ListValueNode list => list.Items.Any(Contains),
        ObjectValueNode fields => fields.Fields.Any(field => Contains(field.Value)),
        _ => false,
    };

    /// <summary>The literal with the literals of the variables in their places; of one without a value, an item is null and a field is left out.</summary>
    public static IValueNode Replace(IValueNode literal, VariableValues variables) => Contains(literal) ? ReplaceAll(literal, variables) : literal;

    private static IValueNode ReplaceAll(IValueNode literal, VariableValues variables) => literal switch
    {
        VariableNode variable => variables.FindLiteral(variable.Name.Value) ?? NullValueNode.Default,
        ListValueNode list => new ListValueNode([.. list.Items.Select(item => ReplaceAll(item, variables))], list.Location),
        ObjectValueNode given => new ObjectValueNode(
            [.. given.Fields
                .Where(field => field.Value is not VariableNode variable || variables.FindLiteral(variable.Name.Value) is not null)
                .Select(field => new ObjectFieldNode(field.Name, ReplaceAll(field.Value, variables), field.Location))],
            given.Location),
        _ => literal,
    };
}

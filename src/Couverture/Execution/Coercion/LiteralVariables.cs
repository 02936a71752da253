using Couverture.Language;

namespace Couverture.Execution.Coercion;

/// <summary>The variables inside of a literal.</summary>
internal static class LiteralVariables
{
    public static bool Exist(IValueNode literal) => literal switch
    {
        VariableNode => true,
        ListValueNode list => list.Items.Any(Exist),
        ObjectValueNode fields => fields.Fields.Any(field => Exist(field.Value)),
        _ => false,
    };

    /// <summary>The literal with the literals of the variables in their places; of one without a value, an item is null and a field is left out.</summary>
    public static IValueNode Replace(IValueNode literal, VariableValues variables) => Exist(literal) ? Replaced(literal, variables) : literal;

    private static IValueNode Replaced(IValueNode literal, VariableValues variables) => literal switch
    {
        VariableNode variable => variables.Literal(variable.Name.Value) ?? NullValueNode.Default,
        ListValueNode list => new ListValueNode([.. list.Items.Select(item => Replaced(item, variables))], list.Location),
        ObjectValueNode given => new ObjectValueNode(
            [.. given.Fields
                .Where(field => field.Value is not VariableNode variable || variables.Literal(variable.Name.Value) is not null)
                .Select(field => new ObjectFieldNode(field.Name, Replaced(field.Value, variables), field.Location))],
            given.Location),
        _ => literal,
    };
}

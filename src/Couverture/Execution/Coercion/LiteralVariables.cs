using Couverture.Language;

namespace Couverture.Execution.Coercion;

/// <summary>Finds and replaces the variables inside a literal.</summary>
internal static class LiteralVariables
{
    public static bool Contains(IValueNode literal) => literal switch
    {
        VariableNode => true,
        ListValueNode list => list.Items.Any(Contains),
        ObjectValueNode fields => fields.Fields.Any(field => Contains(field.Value)),
        _ => false,
    };

    /// <summary>Returns the literal with its variables replaced by their literals. A variable without a value becomes null as an item, and its field is omitted.</summary>
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

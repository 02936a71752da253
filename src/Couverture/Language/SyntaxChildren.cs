namespace Couverture.Language;

/// <summary>Returns the children of syntax nodes with their roles, in grammar order.</summary>
internal static class SyntaxChildren
{
    /// <summary>The role of a child. Trees with the same nodes in different roles are not equal.</summary>
    public enum Role
    {
        Description,
        Name,
        Alias,
        Variable,
        Type,
        Interface,
        Argument,
        Value,
        Directive,
        Member,
    }

    public static IEnumerable<(Role Role, ISyntaxNode Node)> GetChildren(ISyntaxNode node) => node switch
    {
        DocumentNode n => All(Role.Member, n.Definitions),
        OperationDefinitionNode n =>
            [.. One(Role.Description, n.Description), .. One(Role.Name, n.Name), .. All(Role.Variable, n.VariableDefinitions), .. Tail(n.Directives), (Role.Member, n.SelectionSet)],
        VariableDefinitionNode n =>
            [.. One(Role.Description, n.Description), (Role.Variable, n.Variable), (Role.Type, n.Type), .. One(Role.Value, n.DefaultValue), .. Tail(n.Directives)],
        FragmentDefinitionNode n => [.. Head(n.Description, n.Name), (Role.Type, n.TypeCondition), .. Tail(n.Directives), (Role.Member, n.SelectionSet)],
        SelectionSetNode n => All(Role.Member, n.Selections),
        FieldNode n => [.. One(Role.Alias, n.Alias), (Role.Name, n.Name), .. All(Role.Argument, n.Arguments), .. Tail(n.Directives), .. One(Role.Member, n.SelectionSet)],
        FragmentSpreadNode n => [(Role.Name, n.Name), .. Tail(n.Directives)],
        InlineFragmentNode n => [.. One(Role.Type, n.TypeCondition), .. Tail(n.Directives), (Role.Member, n.SelectionSet)],
        ArgumentNode n => [(Role.Name, n.Name), (Role.Value, n.Value)],
        DirectiveNode n => [(Role.Name, n.Name), .. All(Role.Argument, n.Arguments)],
        NamedTypeNode n => [(Role.Name, n.Name)],
        ListTypeNode n => [(Role.Type, n.Type)],
        NonNullTypeNode n => [(Role.Type, n.Type)],
        VariableNode n => [(Role.Name, n.Name)],
        ListValueNode n => All(Role.Value, n.Items),
        ObjectValueNode n => All(Role.Member, n.Fields),
        ObjectFieldNode n => [(Role.Name, n.Name), (Role.Value, n.Value)],
        SchemaDefinitionNode n => [.. One(Role.Description, n.Description), .. Tail(n.Directives), .. All(Role.Member, n.OperationTypes)],
        SchemaExtensionNode n => [.. Tail(n.Directives), .. All(Role.Member, n.OperationTypes)],
        OperationTypeDefinitionNode n => [(Role.Type, n.Type)],
        ScalarTypeDefinitionNode n => [.. Head(n.Description, n.Name), .. Tail(n.Directives)],
        ScalarTypeExtensionNode n => [(Role.Name, n.Name), .. Tail(n.Directives)],
        ObjectTypeDefinitionNode n => [.. Head(n.Description, n.Name), .. All(Role.Interface, n.Interfaces), .. Tail(n.Directives), .. All(Role.Member, n.Fields)],
        ObjectTypeExtensionNode n => [(Role.Name, n.Name), .. All(Role.Interface, n.Interfaces), .. Tail(n.Directives), .. All(Role.Member, n.Fields)],
        InterfaceTypeDefinitionNode n => [.. Head(n.Description, n.Name), .. All(Role.Interface, n.Interfaces), .. Tail(n.Directives), .. All(Role.Member, n.Fields)],
        InterfaceTypeExtensionNode n => [(Role.Name, n.Name), .. All(Role.Interface, n.Interfaces), .. Tail(n.Directives), .. All(Role.Member, n.Fields)],
        UnionTypeDefinitionNode n => [.. Head(n.Description, n.Name), .. Tail(n.Directives), .. All(Role.Member, n.Types)],
        UnionTypeExtensionNode n => [(Role.Name, n.Name), .. Tail(n.Directives), .. All(Role.Member, n.Types)],
        EnumTypeDefinitionNode n => [.. Head(n.Description, n.Name), .. Tail(n.Directives), .. All(Role.Member, n.Values)],
        EnumTypeExtensionNode n => [(Role.Name, n.Name), .. Tail(n.Directives), .. All(Role.Member, n.Values)],
        InputObjectTypeDefinitionNode n => [.. Head(n.Description, n.Name), .. Tail(n.Directives), .. All(Role.Member, n.Fields)],
        InputObjectTypeExtensionNode n => [(Role.Name, n.Name), .. Tail(n.Directives), .. All(Role.Member, n.Fields)],
        FieldDefinitionNode n => [.. Head(n.Description, n.Name), .. All(Role.Argument, n.Arguments), (Role.Type, n.Type), .. Tail(n.Directives)],
        InputValueDefinitionNode n => [.. Head(n.Description, n.Name), (Role.Type, n.Type), .. One(Role.Value, n.DefaultValue), .. Tail(n.Directives)],
        EnumValueDefinitionNode n => [.. Head(n.Description, n.Name), .. Tail(n.Directives)],
        DirectiveDefinitionNode n => [.. Head(n.Description, n.Name), .. All(Role.Argument, n.Arguments), .. All(Role.Member, n.Locations)],
        _ => [],
    };

    private static IEnumerable<(Role, ISyntaxNode)> Head(StringValueNode? description, NameNode name)
        => [.. One(Role.Description, description), (Role.Name, name)];

    private static IEnumerable<(Role, ISyntaxNode)> Tail(IReadOnlyList<DirectiveNode> directives) => All(Role.Directive, directives);

    private static IEnumerable<(Role, ISyntaxNode)> One(Role role, ISyntaxNode? node) => node is null ? [] : [(role, node)];

    private static IEnumerable<(Role, ISyntaxNode)> All(Role role, IReadOnlyList<ISyntaxNode> nodes) => nodes.Select(node => (role, node));
}

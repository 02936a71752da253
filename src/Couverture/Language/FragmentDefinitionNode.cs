namespace Couverture.Language;

/// <summary>A named fragment (section 2.9).</summary>
public sealed class FragmentDefinitionNode(
    NameNode name,
    StringValueNode? description,
    NamedTypeNode typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet,
    Location? location = null)
    : SyntaxNode(location), IExecutableDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FragmentDefinition;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The type condition.</summary>
    public NamedTypeNode TypeCondition { get; } = typeCondition;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The selection set.</summary>
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

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

    /// <summary>Its name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>Its description; null when it has none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The type it selects on.</summary>
    public NamedTypeNode TypeCondition { get; } = typeCondition;

    /// <summary>The directives applied to it, in document order; empty when there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>What is selected.</summary>
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

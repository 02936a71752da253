namespace Couverture.Language;

/// <summary>A selected field (section 2.6).</summary>
public sealed class FieldNode(
    NameNode name,
    NameNode? alias,
    IReadOnlyList<ArgumentNode> arguments,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode? selectionSet,
    Location? location = null)
    : SyntaxNode(location), ISelectionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Field;

    /// <summary>Its name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The name the answer uses instead; null when there is none.</summary>
    public NameNode? Alias { get; } = alias;

    /// <summary>The arguments given, in document order; empty when there are none.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;

    /// <summary>The directives applied to it, in document order; empty when there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>What is selected of its value; null for a leaf.</summary>
    public SelectionSetNode? SelectionSet { get; } = selectionSet;

    /// <summary>The key of the field in the answer: its alias, else its name.</summary>
    public string ResponseName => (Alias ?? Name).Value;
}

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

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The alias; null if there is none.</summary>
    public NameNode? Alias { get; } = alias;

    /// <summary>The arguments, in document order; empty if there are none.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The selection set; null for a leaf field.</summary>
    public SelectionSetNode? SelectionSet { get; } = selectionSet;

    /// <summary>The key of the field in the response: the alias, else the name.</summary>
    public string ResponseName => (Alias ?? Name).Value;
}

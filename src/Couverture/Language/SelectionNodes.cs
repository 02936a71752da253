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

/// <summary>What an operation, field or fragment selects (section 2.5).</summary>
public sealed class SelectionSetNode(
    IReadOnlyList<ISelectionNode> selections,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.SelectionSet;

    /// <summary>The selections in document order.</summary>
    public IReadOnlyList<ISelectionNode> Selections { get; } = selections;
}

/// <summary>The use of a named fragment (section 2.9).</summary>
public sealed class FragmentSpreadNode(
    NameNode name,
    IReadOnlyList<DirectiveNode> directives,
    Location? location = null)
    : SyntaxNode(location), ISelectionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FragmentSpread;

    /// <summary>The name of the fragment.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;
}

/// <summary>A fragment without a name (section 2.9.2).</summary>
public sealed class InlineFragmentNode(
    NamedTypeNode? typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet,
    Location? location = null)
    : SyntaxNode(location), ISelectionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.InlineFragment;

    /// <summary>The type condition; null for the enclosing type.</summary>
    public NamedTypeNode? TypeCondition { get; } = typeCondition;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The selection set.</summary>
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

namespace Couverture.Language;

/// <summary>The definition of a directive (section 3.13).</summary>
public sealed class DirectiveDefinitionNode(
    NameNode name,
    StringValueNode? description,
    IReadOnlyList<InputValueDefinitionNode> arguments,
    bool isRepeatable,
    IReadOnlyList<NameNode> locations,
    Location? location = null)
    : SyntaxNode(location), ITypeSystemDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.DirectiveDefinition;

    /// <summary>The name, without the leading @.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The argument definitions; empty if there are none.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; } = arguments;

    /// <summary>Whether the directive can be used more than once at the same location.</summary>
    public bool IsRepeatable { get; } = isRepeatable;

    /// <summary>The locations at which the directive can be used, with the names of section 3.13.</summary>
    public IReadOnlyList<NameNode> Locations { get; } = locations;
}

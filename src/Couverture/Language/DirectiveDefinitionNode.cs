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

    /// <summary>Its name, without the leading @.</summary>
    public NameNode Name { get; } = name;

    /// <summary>Its description; null when it has none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The arguments it takes; empty when there are none.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; } = arguments;

    /// <summary>Whether it may be applied more than once at one place.</summary>
    public bool IsRepeatable { get; } = isRepeatable;

    /// <summary>Where it may be applied; the names of section 3.13.</summary>
    public IReadOnlyList<NameNode> Locations { get; } = locations;
}

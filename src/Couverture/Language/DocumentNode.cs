namespace Couverture.Language;

/// <summary>A whole document: executable definitions, type system definitions, or both (section 2.3).</summary>
public sealed class DocumentNode(
    IReadOnlyList<IDefinitionNode> definitions,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Document;

    /// <summary>The definitions in document order.</summary>
    public IReadOnlyList<IDefinitionNode> Definitions { get; } = definitions;

    /// <summary>How many nodes the parser made for the document, itself included; 0 where no parser made it.</summary>
    internal int NodeCount { get; init; }
}

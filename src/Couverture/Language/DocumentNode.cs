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

    /// <summary>The number of nodes that the parser created, including the document; 0 if the document was not parsed.</summary>
    internal int NodeCount { get; init; }
}

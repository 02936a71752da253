namespace Couverture.Language;

/// <summary>A name of the grammar: a letter or underscore, then letters, digits and underscores (section 2.1.9).</summary>
public sealed class NameNode(
    string value,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Name;

    /// <summary>The text of the name. It is not checked here; the parser reads valid names only.</summary>
    public string Value { get; } = value;
}

namespace Couverture.Language;

/// <summary>A name: a letter or underscore, followed by letters, digits and underscores (section 2.1.9).</summary>
public sealed class NameNode(
    string value,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Name;

    /// <summary>The text of the name. The constructor does not validate it; the parser creates valid names only.</summary>
    public string Value { get; } = value;
}

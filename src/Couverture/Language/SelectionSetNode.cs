namespace Couverture.Language;

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

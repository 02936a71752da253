namespace Couverture.Language;

/// <summary>What every syntax node has. The set of nodes is closed.</summary>
public abstract class SyntaxNode : ISyntaxNode
{
    private protected SyntaxNode(Location? location) => Location = location;

    /// <inheritdoc />
    public abstract SyntaxKind Kind { get; }

    /// <inheritdoc />
    public Location? Location { get; }

    /// <summary>The canonical text of the node, as <see cref="SyntaxPrinter"/> writes it.</summary>
    public sealed override string ToString() => SyntaxPrinter.Print(this);
}

namespace Couverture.Language;

/// <summary>A value given for an argument of a field or directive (section 2.7).</summary>
public sealed class ArgumentNode(
    NameNode name,
    IValueNode value,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Argument;

    /// <summary>Its name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The value given.</summary>
    public IValueNode Value { get; } = value;
}

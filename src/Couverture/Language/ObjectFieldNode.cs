namespace Couverture.Language;

/// <summary>A field of an input object literal.</summary>
public sealed class ObjectFieldNode(
    NameNode name,
    IValueNode value,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectField;

    /// <summary>Its name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>Its value.</summary>
    public IValueNode Value { get; } = value;

    /// <summary>A field with its name's text.</summary>
    public ObjectFieldNode(string name, IValueNode value) : this(new NameNode(name), value)
    {
    }
}

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

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The value.</summary>
    public IValueNode Value { get; } = value;

    /// <summary>Creates a field from the text of the name.</summary>
    public ObjectFieldNode(string name, IValueNode value) : this(new NameNode(name), value)
    {
    }
}

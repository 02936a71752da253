namespace Couverture.Language;

/// <summary>A directive on a part of the document (section 2.13).</summary>
public sealed class DirectiveNode(
    NameNode name,
    IReadOnlyList<ArgumentNode> arguments,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Directive;

    /// <summary>The name, without the leading @.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The arguments, in document order; empty if there are none.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;
}

/// <summary>An argument of a field or directive (section 2.7).</summary>
public sealed class ArgumentNode(
    NameNode name,
    IValueNode value,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Argument;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The value.</summary>
    public IValueNode Value { get; } = value;
}

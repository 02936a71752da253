namespace Couverture.Language;

/// <summary>A string literal, or a description (section 2.10.4).</summary>
public sealed class StringValueNode(string value, bool block = false, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.StringValue;

    /// <summary>The value of the literal: escape sequences are resolved, and the indentation of a block string is removed.</summary>
    public string Value { get; } = value;

    /// <summary>Whether the literal is a block string.</summary>
    public bool Block { get; } = block;
}

namespace Couverture.Language;

/// <summary>A string literal, or a description (section 2.10.4).</summary>
public sealed class StringValueNode(string value, bool block = false, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.StringValue;

    /// <summary>The text meant: escapes resolved, a block string's indentation removed.</summary>
    public string Value { get; } = value;

    /// <summary>Whether it is written with three quotes.</summary>
    public bool Block { get; } = block;
}

using System.Globalization;

namespace Couverture.Language;

/// <summary>An integer literal of any size (section 2.10.1).</summary>
/// <param name="value">The literal's text.</param>
/// <param name="location">Where it was read.</param>
public sealed class IntValueNode(string value, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <summary>The literal of a number.</summary>
    public IntValueNode(long value)
        : this(value.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.IntValue;

    /// <summary>The text of the literal, digit for digit. It is not checked here; the parser reads valid literals only.</summary>
    public string Value { get; } = value;
}

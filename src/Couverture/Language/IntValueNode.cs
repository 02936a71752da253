using System.Globalization;

namespace Couverture.Language;

/// <summary>An integer literal of any size (section 2.10.1).</summary>
/// <param name="value">The literal's text.</param>
/// <param name="location">The location in the source text; null for a node that was not parsed.</param>
public sealed class IntValueNode(string value, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <summary>Creates the literal of a number.</summary>
    public IntValueNode(long value)
        : this(value.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.IntValue;

    /// <summary>The text of the literal. The constructor does not validate it; the parser creates valid literals only.</summary>
    public string Value { get; } = value;
}

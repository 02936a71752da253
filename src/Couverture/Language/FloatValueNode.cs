using System.Globalization;

namespace Couverture.Language;

/// <summary>A number literal with a fraction or an exponent (section 2.10.2).</summary>
/// <param name="value">The literal's text.</param>
/// <param name="location">Where it was read.</param>
public sealed class FloatValueNode(string value, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <summary>The literal of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite: GraphQL has no literal for it.</exception>
    public FloatValueNode(double value)
        : this(AsLiteral(value))
    {
    }

    /// <summary>The literal of a number, digit for digit.</summary>
    public FloatValueNode(decimal value)
        : this(WithFraction(value.ToString(CultureInfo.InvariantCulture)))
    {
    }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FloatValue;

    /// <summary>The text of the literal, digit for digit. It is not checked here; the parser reads valid literals only.</summary>
    public string Value { get; } = value;

    private static string AsLiteral(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "GraphQL has no literal for a number that is not finite.");
        }

        return WithFraction(value.ToString("R", CultureInfo.InvariantCulture));
    }

    // A literal without fraction and exponent would be read back as an integer.
    private static string WithFraction(string digits)
        => digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0";
}

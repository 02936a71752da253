using System.Globalization;

namespace Couverture.Language;

/// <summary>A number literal with a fraction or an exponent (section 2.10.2).</summary>
/// <param name="value">The literal's text.</param>
/// <param name="location">The location in the source text; null for a node that was not parsed.</param>
public sealed class FloatValueNode(string value, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <summary>Creates the literal of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite, and GraphQL has no literal for it.</exception>
    public FloatValueNode(double value)
        : this(AsLiteral(value))
    {
    }

    /// <summary>Creates the literal of a number with all its digits.</summary>
    public FloatValueNode(decimal value)
        : this(WithFraction(value.ToString(CultureInfo.InvariantCulture)))
    {
    }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FloatValue;

    /// <summary>The text of the literal. The constructor does not validate it; the parser creates valid literals only.</summary>
    public string Value { get; } = value;

    private static string AsLiteral(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A GraphQL number must be finite.");
        }

        return WithFraction(value.ToString("R", CultureInfo.InvariantCulture));
    }

    // A literal without a fraction and an exponent would be parsed as an integer.
    private static string WithFraction(string digits)
        => digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0";
}

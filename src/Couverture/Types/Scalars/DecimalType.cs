using System.Globalization;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>A decimal number with up to 28 significant digits, written as a JSON number that preserves the scale. It is never converted to double.</summary>
public class DecimalType : ScalarType
{
    /// <summary>Creates the scalar.</summary>
    public DecimalType()
        : base("Decimal")
    {
        Description = "A decimal number with up to 28 significant digits, written as a JSON number in plain notation, without an exponent. It has at most 28 decimals, so numbers closer to 0 than 5e-29 are written as 0, unless the description of a field says that they are null.";
        SpecifiedBy = new Uri("https://scalars.graphql.org/chillicream/decimal");
    }

    /// <inheritdoc />
    public override Type RuntimeType => typeof(decimal);

    /// <inheritdoc />
    public override object? ParseLiteral(IValueNode valueSyntax)
    {
        var text = valueSyntax switch
        {
            FloatValueNode number => number.Value,
            IntValueNode number => number.Value,
            _ => throw CannotParse(valueSyntax),
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new SerializationException("Decimal cannot represent a number of this size.", this);
    }

    /// <inheritdoc />
    public override IValueNode ParseValue(object? runtimeValue) => runtimeValue switch
    {
        null => NullValueNode.Default,
        int number => new IntValueNode(number),
        decimal number => new FloatValueNode(number),
        _ => throw CannotParse(runtimeValue),
    };

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue is decimal or int or long ? runtimeValue : null;
        return resultValue is not null || runtimeValue is null;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue) => TrySerialize(resultValue, out runtimeValue);
}

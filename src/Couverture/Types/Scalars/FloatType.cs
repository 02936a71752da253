using System.Globalization;
using System.Text.Json;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>A finite double-precision number (specification section 3.5.2).</summary>
public sealed class FloatType : ScalarType, IValueWriter<double>
{
    /// <summary>Creates the scalar.</summary>
    public FloatType()
        : base("Float") => Description = "A finite double-precision number (IEEE 754).";

    /// <inheritdoc />
    public override Type RuntimeType => typeof(double);

    /// <inheritdoc />
    public override object? ParseLiteral(IValueNode valueSyntax)
    {
        var text = valueSyntax switch
        {
            FloatValueNode number => number.Value,
            IntValueNode number => number.Value,
            _ => throw CannotParse(valueSyntax),
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new SerializationException("Float cannot represent a number outside the range of double precision.", this);
    }

    /// <inheritdoc />
    public override IValueNode ParseValue(object? runtimeValue) => runtimeValue switch
    {
        null => NullValueNode.Default,
        int number => new IntValueNode(number),
        double number => new FloatValueNode(number),
        float number => new FloatValueNode(number),
        _ => throw CannotParse(runtimeValue),
    };

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue switch
        {
            double number when double.IsFinite(number) => runtimeValue,
            float number when float.IsFinite(number) => runtimeValue,
            int or decimal => runtimeValue,
            _ => null,
        };
        return resultValue is not null || runtimeValue is null;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue) => TrySerialize(resultValue, out runtimeValue);

    bool IValueWriter<double>.TryWrite(Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value))
            return false;
        writer.WriteNumberValue(value);
        return true;
    }
}

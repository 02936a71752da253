using System.Globalization;
using System.Text.Json;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>A 32-bit integer (specification section 3.5.1).</summary>
public sealed class IntType : ScalarType<int, IntValueNode>, IValueWriter<int>
{
    /// <summary>Creates the scalar.</summary>
    public IntType()
        : base("Int") => Description = "An integer between -(2^31) and 2^31 - 1.";

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue switch
        {
            int or null => runtimeValue,
            short small => (int)small,
            byte small => (int)small,
            long large and >= int.MinValue and <= int.MaxValue => (int)large,
            _ => null,
        };
        return resultValue is not null || runtimeValue is null;
    }

    /// <inheritdoc />
    protected override int ParseLiteral(IntValueNode valueSyntax) =>
        int.TryParse(valueSyntax.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new SerializationException("Int cannot represent a number outside the range of 32 bits.", this);

    /// <inheritdoc />
    protected override IntValueNode ParseValue(int runtimeValue) => new(runtimeValue);

    bool IValueWriter<int>.TryWrite(Utf8JsonWriter writer, int value)
    {
        writer.WriteNumberValue(value);
        return true;
    }
}

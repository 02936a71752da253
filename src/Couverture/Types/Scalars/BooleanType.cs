using System.Text.Json;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>True or false (specification section 3.5.4).</summary>
public sealed class BooleanType : ScalarType<bool, BooleanValueNode>, IValueWriter<bool>
{
    /// <summary>Creates the scalar.</summary>
    public BooleanType()
        : base("Boolean") => Description = "True or false.";

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

    /// <inheritdoc />
    protected override bool ParseLiteral(BooleanValueNode valueSyntax) => valueSyntax.Value;

    /// <inheritdoc />
    protected override BooleanValueNode ParseValue(bool runtimeValue) => new(runtimeValue);

    bool IValueWriter<bool>.TryWrite(Utf8JsonWriter writer, bool value)
    {
        writer.WriteBooleanValue(value);
        return true;
    }
}

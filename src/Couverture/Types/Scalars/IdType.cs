using System.Globalization;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>An opaque identifier, written as a string (specification section 3.5.5).</summary>
public sealed class IdType : ScalarType
{
    /// <summary>Creates the scalar.</summary>
    public IdType()
        : base("ID") => Description = "An opaque identifier of an object, written as a string.";

    /// <inheritdoc />
    public override Type RuntimeType => typeof(string);

    /// <inheritdoc />
    public override object? ParseLiteral(IValueNode valueSyntax) => valueSyntax switch
    {
        StringValueNode text => text.Value,
        IntValueNode number => number.Value,
        _ => throw CannotParse(valueSyntax),
    };

    /// <inheritdoc />
    public override IValueNode ParseValue(object? runtimeValue) => runtimeValue switch
    {
        null => NullValueNode.Default,
        string text => new StringValueNode(text),
        _ => throw CannotParse(runtimeValue),
    };

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue switch
        {
            string or null => runtimeValue,
            int or long => Convert.ToString(runtimeValue, CultureInfo.InvariantCulture),
            _ => null,
        };
        return resultValue is not null || runtimeValue is null;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue) => TrySerialize(resultValue, out runtimeValue);
}

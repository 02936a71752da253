using Couverture.Language;

namespace Couverture.Types;

/// <summary>Text (specification section 3.5.3).</summary>
public sealed class StringType : ScalarType<string, StringValueNode>
{
    /// <summary>Creates the scalar.</summary>
    public StringType()
        : base("String") => Description = "Text.";

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

    /// <inheritdoc />
    protected override string ParseLiteral(StringValueNode valueSyntax) => valueSyntax.Value;

    /// <inheritdoc />
    protected override StringValueNode ParseValue(string runtimeValue) => new(runtimeValue);
}

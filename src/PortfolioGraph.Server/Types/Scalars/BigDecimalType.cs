using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>A decimal number of any size.</summary>
public sealed class BigDecimalType : ScalarType<BigDecimal, StringValueNode>
{
    /// <summary>The scalar <c>BigDecimal</c>.</summary>
    public BigDecimalType()
        : base("BigDecimal")
    {
        Description = "A decimal number of any size and precision, as a string in plain notation, digit for digit: `\"0.000000000000000001\"`.";
        SpecifiedBy = new Uri("https://www.rfc-editor.org/rfc/rfc8259#section-6");
    }

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => resultValue switch
    {
        null => NullValueNode.Default,
        BigDecimal number => ParseValue(number),
        string text => ParseValue(Parse(text)),
        _ => throw Refusal(),
    };

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = (runtimeValue as BigDecimal?)?.ToString();
        return runtimeValue is null or BigDecimal;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue switch
        {
            null => null,
            BigDecimal number => number,
            string text => Parse(text),
            _ => throw Refusal(),
        };
        return true;
    }

    /// <inheritdoc />
    protected override BigDecimal ParseLiteral(StringValueNode valueSyntax) => Parse(valueSyntax.Value);

    /// <inheritdoc />
    protected override StringValueNode ParseValue(BigDecimal runtimeValue) => new(runtimeValue.ToString());

    private BigDecimal Parse(string text) => BigDecimal.TryParse(text, out var number) ? number : throw Refusal();

    private SerializationException Refusal() => new("A BigDecimal is a string with a decimal number, for example \"1.5\".", this);
}

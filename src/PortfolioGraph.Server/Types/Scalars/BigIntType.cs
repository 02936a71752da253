using System.Globalization;
using System.Numerics;

namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>A whole number of any size.</summary>
public sealed class BigIntType : ScalarType<BigInteger, StringValueNode>
{
    // 2^256 has 78 digits; nothing on a chain is longer.
    private const int MaxDigits = 80;

    /// <summary>The scalar <c>BigInt</c>.</summary>
    public BigIntType()
        : base("BigInt")
    {
        Description = "A whole number of any size, as a string of decimal digits: token ids reach 2^256.";
        SpecifiedBy = new Uri("https://www.rfc-editor.org/rfc/rfc8259#section-6");
    }

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => resultValue switch
    {
        null => NullValueNode.Default,
        BigInteger number => ParseValue(number),
        string text => ParseValue(Parse(text)),
        _ => throw Refusal(),
    };

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = (runtimeValue as BigInteger?)?.ToString(CultureInfo.InvariantCulture);
        return runtimeValue is null or BigInteger;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue switch
        {
            null => null,
            BigInteger number => number,
            string text => Parse(text),
            _ => throw Refusal(),
        };
        return true;
    }

    /// <inheritdoc />
    protected override BigInteger ParseLiteral(StringValueNode valueSyntax) => Parse(valueSyntax.Value);

    /// <inheritdoc />
    protected override StringValueNode ParseValue(BigInteger runtimeValue) => new(runtimeValue.ToString(CultureInfo.InvariantCulture));

    private BigInteger Parse(string text) =>
        text.Length <= MaxDigits && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusal();

    private SerializationException Refusal() => new("A BigInt is a string of decimal digits, for example \"42\".", this);
}

using System.Globalization;
using System.Numerics;

namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>A whole number of any size.</summary>
public sealed class BigIntType : TextScalarType<BigInteger>
{
    // 2^256 has 78 digits, and no integer on a chain is longer.
    private const int MaxLength = 80;

    /// <summary>The scalar <c>BigInt</c>.</summary>
    public BigIntType()
        : base("BigInt")
    {
        Description = "A whole number of any size, as a string of decimal digits. Token ids reach 2^256.";
        SpecifiedBy = new Uri("https://www.rfc-editor.org/rfc/rfc8259#section-6");
    }

    /// <inheritdoc />
    protected override bool TryParse(string text, out BigInteger value)
    {
        value = default;
        return text.Length <= MaxLength && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <inheritdoc />
    protected override string Format(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    protected override SerializationException CreateInvalidValueError() => new("A BigInt must be a string of decimal digits, for example \"42\".", this);
}

using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>A decimal number of any size.</summary>
public sealed partial class BigDecimalType : TextScalarType<BigDecimal>
{
    /// <summary>The scalar <c>BigDecimal</c>.</summary>
    public BigDecimalType()
        : base("BigDecimal")
    {
        Description = "A decimal number of any size and precision, as a string in plain notation without rounding: `0.000000000000000001`.";
        SpecifiedBy = new Uri("https://www.rfc-editor.org/rfc/rfc8259#section-6");
    }

    /// <inheritdoc />
    protected override bool TryParse(string text, out BigDecimal value) => BigDecimal.TryParse(text, out value);

    /// <inheritdoc />
    protected override string Format(BigDecimal value) => value.ToString();

    /// <inheritdoc />
    protected override SerializationException CreateInvalidValueError() => new("A BigDecimal must be a string with a decimal number, for example \"1.5\".", this);
}

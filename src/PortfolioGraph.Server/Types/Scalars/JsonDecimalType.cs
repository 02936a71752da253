using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>The scalar <c>Decimal</c>, whose values in responses survive clients that parse JSON numbers as double-precision numbers.</summary>
public sealed partial class JsonDecimalType : DecimalType
{
    /// <summary>Creates the scalar.</summary>
    public JsonDecimalType() =>
        Description = "A decimal number, written as a JSON number in plain notation, without an exponent. Parsing it as a double-precision number (IEEE 754), as `JSON.parse` does, "
            + "preserves its value: a number that would change is rounded to 15 significant digits in advance, so USD values below 10 trillion are exact to the cent. Do not expect sums "
            + "of such numbers to be exact. Where all digits matter, there is text: token amounts and `exactValueUsd` are `BigDecimal`. It has at most 28 decimals, so numbers closer to 0 than 5e-29 are written as 0, "
            + "unless the description of a field says that they are null. Variables and literals may have up to 28 significant digits.";

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue) =>
        base.TrySerialize(runtimeValue is decimal number && DoublePrecision.Fit(number) is var fitted && fitted != number ? fitted : runtimeValue, out resultValue);
}

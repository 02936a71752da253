using System.Text.Json;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Scalars;

/// <content>Most values of a response are decimals, which this engine writes without boxing them.</content>
public sealed partial class JsonDecimalType : IValueWriter<decimal>
{
    bool IValueWriter<decimal>.TryWrite(Utf8JsonWriter writer, decimal value)
    {
        // An equal number can have other trailing zeros.
        var fitted = DoublePrecision.Fit(value);
        writer.WriteNumberValue(fitted == value ? value : fitted);
        return true;
    }
}

/// <content>Amounts are written without boxing them.</content>
public sealed partial class BigDecimalType : IValueWriter<BigDecimal>
{
    bool IValueWriter<BigDecimal>.TryWrite(Utf8JsonWriter writer, BigDecimal value)
    {
        writer.WriteStringValue(Format(value));
        return true;
    }
}

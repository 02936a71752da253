using System.Text.Json;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Scalars;

/// <content>Most values of a response are decimals, which this engine writes without boxing them.</content>
public sealed partial class JsonDecimalType : IValueWriter<decimal>
{
    bool IValueWriter<decimal>.TryWrite(Utf8JsonWriter writer, decimal value)
    {
        writer.WriteNumberValue(DoublePrecision.Fit(value));
        return true;
    }
}

/// <content>Amounts are written without boxing them and without a text of each.</content>
public sealed partial class BigDecimalType : IValueWriter<BigDecimal>
{
    bool IValueWriter<BigDecimal>.TryWrite(Utf8JsonWriter writer, BigDecimal value)
    {
        Span<byte> text = stackalloc byte[32];
        if (value.TryFormat(text, out var length))
            writer.WriteStringValue(text[..length]);
        else
            writer.WriteStringValue(Format(value));
        return true;
    }
}

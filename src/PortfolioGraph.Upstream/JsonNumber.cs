using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream;

/// <summary>
/// A number with exactly the upstream's digits, without rounding through <see cref="double"/> and without overflow.
/// A JSON <c>null</c> is read as null, and so is a member of a row that is not a number.
/// </summary>
/// <param name="Text">The number in JSON's grammar, such as <c>0</c>, <c>-12.50</c> or <c>1e-7</c>. At most 1,000 characters.</param>
[JsonConverter(typeof(JsonNumberConverter))]
public readonly record struct JsonNumber(string Text)
{
    /// <summary>Returns the number's text.</summary>
    public override string ToString() => Text;
}

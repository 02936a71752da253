using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream;

/// <summary>
/// A number exactly as the upstream wrote it, digit for digit: no rounding through <see cref="double"/>, no overflow.
/// A JSON <c>null</c> is a null <see cref="JsonNumber"/>?, and so is a member of a row that is not a number.
/// </summary>
/// <param name="Text">The number in JSON's grammar, such as <c>0</c>, <c>-12.50</c> or <c>1e-7</c>; at most 1,000 characters.</param>
[JsonConverter(typeof(JsonNumberConverter))]
public readonly record struct JsonNumber(string Text)
{
    /// <summary>The number's text.</summary>
    public override string ToString() => Text;
}

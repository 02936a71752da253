using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream;

/// <summary>
/// A number with exactly the upstream's digits, without rounding through <see cref="double"/> and without overflow.
/// A JSON <c>null</c> is read as null, and so is a member of a row that is not a number.
/// </summary>
[JsonConverter(typeof(JsonNumberConverter))]
public readonly record struct JsonNumber
{
    // Nearly all numbers are short. Those need no text of their own.
    private readonly decimal _short;
    private readonly string? _text;

    /// <summary>Creates a number.</summary>
    /// <param name="text">The number in JSON's grammar, such as <c>0</c>, <c>-12.50</c> or <c>1e-7</c>. At most 1,000 characters.</param>
    public JsonNumber(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!ShortDecimal.TryParse(text.AsSpan(), out _short))
            _text = text;
    }

    /// <summary>Creates a number from its text in UTF-8.</summary>
    internal JsonNumber(ReadOnlySpan<byte> text)
    {
        if (!ShortDecimal.TryParse(text, out _short))
            _text = Encoding.ASCII.GetString(text);
    }

    /// <summary>The number in JSON's grammar, with the upstream's digits.</summary>
    public string Text => _text ?? _short.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the number if it has at most 28 digits and no exponent. The result keeps all digits, trailing zeros included.</summary>
    /// <param name="number">The number, or 0.</param>
    public bool TryGetDecimal(out decimal number)
    {
        number = _short;
        return _text is null;
    }

    /// <summary>Whether both numbers have the same text.</summary>
    /// <param name="other">The other number.</param>
    public bool Equals(JsonNumber other) => Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the number's text.</summary>
    public override string ToString() => Text;
}

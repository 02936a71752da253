using System.Text.Json;

namespace PortfolioGraph.Upstream.Wire;

internal static class NumberToken
{
    /// <summary>The bytes of the number that <paramref name="reader"/> stands on.</summary>
    /// <exception cref="JsonException">It stands on something else, or on a number of monstrous length.</exception>
    public static ReadOnlySpan<byte> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException("A number was promised.");
        if (reader.ValueSpan.Length > WireLimits.MaxNumberLength)
            throw new JsonException("The number is too long.");
        return reader.ValueSpan;
    }
}

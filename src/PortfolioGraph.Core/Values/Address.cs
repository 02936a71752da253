using System.Diagnostics.CodeAnalysis;
using System.Text;
using Nethereum.Util;

namespace PortfolioGraph.Core;

/// <summary>An account or contract on an EVM chain. Equal when the 20 bytes are equal, whatever spelling they came in. The default is the zero address.</summary>
public readonly record struct Address : IComparable<Address>
{
    private const int Length = 42;
    private const string ZeroText = "0x0000000000000000000000000000000000000000";

    private readonly string? _value;

    private Address(string value) => _value = value;

    /// <summary>The address that stands for a chain's own coin where a token contract is expected.</summary>
    public static Address Native { get; } = new("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE");

    /// <summary>The EIP-55 checksum spelling: <c>0x</c> and 40 hex digits in mixed case.</summary>
    public string Value => _value ?? ZeroText;

    /// <summary>The spelling in lower case, as keys and the data source have it.</summary>
    public string Lower => Value.ToLowerInvariant();

    /// <summary>
    /// Reads an address: <c>0x</c> and 40 hex digits, all in lower case, all in upper case, or with a valid EIP-55 checksum; nothing else.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address; the default when the text is none.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Address address)
    {
        address = default;
        if (!TryParseAnyCase(text, out var parsed))
            return false;

        var digits = text.AsSpan(2);
        if (digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F') && text != parsed.Value)
            return false;

        address = parsed;
        return true;
    }

    /// <summary>Whether <see cref="TryParseAnyCase"/> would read the text: <c>0x</c> and 40 hex digits.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsAddress([NotNullWhen(true)] string? text) => text is { Length: Length } && text[0] == '0' && text[1] == 'x' && IsHex(text.AsSpan(2));

    /// <summary>Reads an address without looking at its checksum, as machines send it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address; the default when the text is none.</param>
    internal static bool TryParseAnyCase([NotNullWhen(true)] string? text, out Address address)
    {
        address = default;
        if (!IsAddress(text))
            return false;

        address = new Address(string.Create(Length, text, static (spelled, source) => Spell(source, spelled)));
        return true;
    }

    /// <summary>Whether both are the same 20 bytes.</summary>
    /// <param name="other">The other address.</param>
    public bool Equals(Address other) => Value == other.Value;

    /// <inheritdoc />
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Orders by the 20 bytes.</summary>
    /// <param name="other">The other address.</param>
    public int CompareTo(Address other) => string.Compare(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Orders by the 20 bytes.</summary>
    /// <param name="left">An address.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    /// <summary>Orders by the 20 bytes.</summary>
    /// <param name="left">An address.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by the 20 bytes.</summary>
    /// <param name="left">An address.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    /// <summary>Orders by the 20 bytes.</summary>
    /// <param name="left">An address.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;

    /// <summary>The EIP-55 checksum spelling.</summary>
    public override string ToString() => Value;

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return false;
        }

        return true;
    }

    // Only the hash is Nethereum's: its own spelling of an address takes 5 KB of garbage.
    // EIP-55: a letter is upper case where the digest of the lower-case digits has 8 or more at its place.
    private static void Spell(string source, Span<char> spelled)
    {
        Span<char> lower = stackalloc char[Length];
        source.AsSpan().ToLowerInvariant(lower);

        var digits = new byte[Length - 2];
        Encoding.ASCII.GetBytes(lower[2..], digits);
        var digest = Sha3Keccack.Current.CalculateHash(digits);

        lower.CopyTo(spelled);
        for (var place = 0; place < digits.Length; place++)
        {
            var nibble = (place & 1) == 0 ? digest[place / 2] >> 4 : digest[place / 2] & 0xF;
            if (nibble >= 8)
                spelled[place + 2] = char.ToUpperInvariant(spelled[place + 2]);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using Nethereum.Util;

namespace PortfolioGraph.Core;

/// <summary>The address of an account or contract on an EVM chain. Equality ignores the spelling. The default is the zero address.</summary>
public readonly record struct Address : IComparable<Address>
{
    private const int Length = 42;
    private const string ZeroText = "0x0000000000000000000000000000000000000000";

    private readonly string? _value;

    private Address(string value) => _value = value;

    /// <summary>The address that represents a chain's native token in place of a token contract.</summary>
    public static Address Native { get; } = new("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE");

    /// <summary>The EIP-55 checksum spelling: <c>0x</c> and 40 hex digits in mixed case.</summary>
    public string Value => _value ?? ZeroText;

    /// <summary>The spelling in lower case, as in keys and upstream requests.</summary>
    public string Lower => Value.ToLowerInvariant();

    /// <summary>
    /// Parses an address: <c>0x</c> and 40 hex digits, all in lower case, all in upper case, or with a valid EIP-55 checksum.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address, or the default if parsing fails.</param>
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

    /// <summary>Whether <see cref="TryParseAnyCase"/> accepts the text: <c>0x</c> and 40 hex digits.</summary>
    /// <param name="text">The text.</param>
    internal static bool IsAddress([NotNullWhen(true)] string? text) => text is { Length: Length } && text[0] == '0' && text[1] == 'x' && IsHex(text.AsSpan(2));

    /// <summary>Parses an address without verifying its checksum, for machine-written text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address, or the default if parsing fails.</param>
    internal static bool TryParseAnyCase([NotNullWhen(true)] string? text, out Address address)
    {
        address = default;
        if (!IsAddress(text))
            return false;

        address = new Address(string.Create(Length, text, static (checksummed, source) => WriteChecksum(source, checksummed)));
        return true;
    }

    /// <summary>Whether both addresses have the same 20 bytes.</summary>
    /// <param name="other">The other address.</param>
    public bool Equals(Address other) => Value == other.Value;

    /// <inheritdoc />
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Compares addresses by their 20 bytes.</summary>
    /// <param name="other">The other address.</param>
    public int CompareTo(Address other) => string.Compare(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Compares addresses by their 20 bytes.</summary>
    /// <param name="left">The first address.</param>
    /// <param name="right">The second address.</param>
    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    /// <summary>Compares addresses by their 20 bytes.</summary>
    /// <param name="left">The first address.</param>
    /// <param name="right">The second address.</param>
    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    /// <summary>Compares addresses by their 20 bytes.</summary>
    /// <param name="left">The first address.</param>
    /// <param name="right">The second address.</param>
    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    /// <summary>Compares addresses by their 20 bytes.</summary>
    /// <param name="left">The first address.</param>
    /// <param name="right">The second address.</param>
    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;

    /// <summary>Returns the EIP-55 checksum spelling.</summary>
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

    // Only the hash comes from Nethereum, because its checksum method allocates 5 KB per address.
    // EIP-55: a letter is upper case if the digest of the lower-case digits has a nibble of 8 or more at the same index.
    private static void WriteChecksum(string source, Span<char> checksummed)
    {
        Span<char> lower = stackalloc char[Length];
        source.AsSpan().ToLowerInvariant(lower);

        var digits = new byte[Length - 2];
        Encoding.ASCII.GetBytes(lower[2..], digits);
        var digest = Sha3Keccack.Current.CalculateHash(digits);

        lower.CopyTo(checksummed);
        for (var index = 0; index < digits.Length; index++)
        {
            var nibble = (index & 1) == 0 ? digest[index / 2] >> 4 : digest[index / 2] & 0xF;
            if (nibble >= 8)
                checksummed[index + 2] = char.ToUpperInvariant(checksummed[index + 2]);
        }
    }
}

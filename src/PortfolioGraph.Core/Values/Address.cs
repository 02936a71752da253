using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace PortfolioGraph.Core;

/// <summary>The address of an account or contract on an EVM chain: 20 bytes. Equality ignores the spelling. The default is the zero address.</summary>
public readonly record struct Address : IComparable<Address>
{
    private const int TextLength = 42;
    private const int ByteCount = 20;

    // The bytes in order, so that numbers compare as the bytes do.
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly uint _last;

    private Address(ReadOnlySpan<byte> bytes)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _last = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    /// <summary>The address that represents a chain's native token in place of a token contract.</summary>
    public static Address Native { get; } = Parse("0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE");

    /// <summary>The EIP-55 checksum spelling: <c>0x</c> and 40 hex digits in mixed case.</summary>
    public string Value => AddressSpellings.Get(this);

    /// <summary>The spelling in lower case, as in keys and upstream requests.</summary>
    public string Lower => string.Create(TextLength, this, static (text, address) => address.WriteLower(text));

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
    internal static bool IsAddress([NotNullWhen(true)] string? text) => TryParseAnyCase(text, out _);

    /// <summary>Parses an address without verifying its checksum, for machine-written text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address, or the default if parsing fails.</param>
    internal static bool TryParseAnyCase([NotNullWhen(true)] string? text, out Address address)
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        if (text is not { Length: TextLength } || text[0] != '0' || text[1] != 'x' || Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) != OperationStatus.Done)
        {
            address = default;
            return false;
        }

        address = new Address(bytes);
        return true;
    }

    /// <summary>Writes the spelling in lower case.</summary>
    /// <param name="text">The destination, of exactly 42 characters.</param>
    internal void WriteLower(Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _second);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], _last);
        "0x".CopyTo(text);
        Convert.TryToHexStringLower(bytes, text[2..], out _);
    }

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_first, _second, _last);

    /// <summary>Compares addresses by their 20 bytes.</summary>
    /// <param name="other">The other address.</param>
    public int CompareTo(Address other)
    {
        var order = _first.CompareTo(other._first);
        if (order == 0)
            order = _second.CompareTo(other._second);
        return order != 0 ? order : _last.CompareTo(other._last);
    }

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

    private static Address Parse(string text) => TryParseAnyCase(text, out var address) ? address : throw new FormatException($"{text} is not an address.");
}

namespace PortfolioGraph.Core;

/// <summary>A set of one or more distinct addresses that are treated as one owner. Equality ignores order and spelling.</summary>
public sealed class AddressSet : IEquatable<AddressSet>
{
    private readonly Address[] _addresses;
    private readonly int _hashCode;
    private string? _text;

    private AddressSet(Address[] addresses)
    {
        _addresses = addresses;
        var hash = default(HashCode);
        foreach (var address in addresses)
            hash.Add(address);
        _hashCode = hash.ToHashCode();
    }

    /// <summary>The distinct addresses, ascending.</summary>
    public IReadOnlyList<Address> Addresses => _addresses;

    /// <summary>The number of distinct addresses.</summary>
    public int Count => _addresses.Length;

    /// <summary>Creates a set of addresses. Duplicates are ignored.</summary>
    /// <param name="addresses">The addresses; at least one.</param>
    /// <exception cref="ArgumentException">There are no addresses.</exception>
    public static AddressSet Of(params ReadOnlySpan<Address> addresses) =>
        addresses.Length == 1 ? new AddressSet([addresses[0]]) : OfArray(addresses.ToArray());

    /// <summary>Creates a set of addresses. Duplicates are ignored.</summary>
    /// <param name="addresses">The addresses; at least one.</param>
    /// <exception cref="ArgumentException">There are no addresses.</exception>
    public static AddressSet Of(IEnumerable<Address> addresses) => OfArray([.. addresses]);

    private static AddressSet OfArray(Address[] addresses)
    {
        if (addresses.Length == 0)
            throw new ArgumentException("An address set must contain at least one address.", nameof(addresses));

        Array.Sort(addresses);
        var count = 1;
        foreach (var address in addresses)
        {
            if (address != addresses[count - 1])
                addresses[count++] = address;
        }

        return new AddressSet(count == addresses.Length ? addresses : addresses[..count]);
    }

    /// <summary>Whether the address is in the set.</summary>
    /// <param name="address">The address.</param>
    public bool Contains(Address address) => _addresses.AsSpan().Contains(address);

    /// <summary>Whether both sets contain the same addresses.</summary>
    /// <param name="other">The other set.</param>
    public bool Equals(AddressSet? other) => ReferenceEquals(this, other) || (other is not null && _hashCode == other._hashCode && _addresses.AsSpan().SequenceEqual(other._addresses));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AddressSet);

    /// <inheritdoc />
    public override int GetHashCode() => _hashCode;

    /// <summary>Whether both sets contain the same addresses.</summary>
    /// <param name="left">The first set.</param>
    /// <param name="right">The second set.</param>
    public static bool operator ==(AddressSet? left, AddressSet? right) => Equals(left, right);

    /// <summary>Whether the sets differ.</summary>
    /// <param name="left">The first set.</param>
    /// <param name="right">The second set.</param>
    public static bool operator !=(AddressSet? left, AddressSet? right) => !Equals(left, right);

    /// <summary>Returns the set as stable text: the addresses in lower case, ascending, joined by commas.</summary>
    public override string ToString() => _text ??= string.Join(',', _addresses.Select(static address => address.Lower));
}

namespace PortfolioGraph.Core;

/// <summary>One or more different addresses, taken together as one subject. Equal when the same addresses are in it, in whatever order or spelling they came.</summary>
public sealed class AddressSet : IEquatable<AddressSet>
{
    private readonly string _text;

    private AddressSet(IReadOnlyList<Address> addresses)
    {
        Addresses = addresses;
        _text = string.Join(',', addresses.Select(static a => a.Lower));
    }

    /// <summary>The different addresses, in ascending order.</summary>
    public IReadOnlyList<Address> Addresses { get; }

    /// <summary>How many different addresses.</summary>
    public int Count => Addresses.Count;

    /// <summary>A set of the addresses given; repeated ones count once.</summary>
    /// <param name="addresses">At least one address.</param>
    /// <exception cref="ArgumentException">No address was given.</exception>
    public static AddressSet Of(params ReadOnlySpan<Address> addresses) =>
        addresses.Length == 1 ? new AddressSet([addresses[0]]) : Of(addresses.ToArray().AsEnumerable());

    /// <summary>A set of the addresses given; repeated ones count once.</summary>
    /// <param name="addresses">At least one address.</param>
    /// <exception cref="ArgumentException">No address was given.</exception>
    public static AddressSet Of(IEnumerable<Address> addresses)
    {
        Address[] different = [.. addresses.Distinct().Order()];
        return different.Length > 0 ? new AddressSet(different) : throw new ArgumentException("A set of addresses needs at least one.", nameof(addresses));
    }

    /// <summary>Whether the address is in the set.</summary>
    /// <param name="address">The address.</param>
    public bool Contains(Address address) => Addresses.Contains(address);

    /// <summary>Whether both hold the same addresses.</summary>
    /// <param name="other">The other set.</param>
    public bool Equals(AddressSet? other) => other is not null && _text == other._text;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AddressSet);

    /// <inheritdoc />
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both hold the same addresses.</summary>
    /// <param name="left">A set.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(AddressSet? left, AddressSet? right) => Equals(left, right);

    /// <summary>Whether the sets differ.</summary>
    /// <param name="left">A set.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(AddressSet? left, AddressSet? right) => !Equals(left, right);

    /// <summary>The set as stable text: the addresses in lower case, ascending, joined by a comma.</summary>
    public override string ToString() => _text;
}

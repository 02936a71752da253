using System.Security.Cryptography;
using System.Text;

namespace PortfolioGraph.Core;

/// <summary>A place in the order of everything held, whether or not there is an item in it.</summary>
public readonly record struct Place
{
    /// <summary>The most characters of a key.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>A place.</summary>
    /// <param name="valueUsd">Value in USD; null if unpriced.</param>
    /// <param name="key">What tells an item from others of its list. A key that is too long is replaced by its SHA-256, because names in it are set by others and may be endless.</param>
    public Place(decimal? valueUsd, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ValueUsd = valueUsd;
        Key = key.Length <= MaxKeyLength ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    /// <summary>The order: greatest value first, unpriced last, then by key, character for character.</summary>
    public static Comparer<Place> Order { get; } = Comparer<Place>.Create(static (one, other) => (one.ValueUsd, other.ValueUsd) switch
    {
        ({ } value, { } otherValue) when value != otherValue => otherValue.CompareTo(value),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => string.CompareOrdinal(one.Key, other.Key),
    });

    /// <summary>Value in USD; null if unpriced.</summary>
    public decimal? ValueUsd { get; }

    /// <summary>What tells an item from others of its list; at most <see cref="MaxKeyLength"/> characters.</summary>
    public string Key { get; }
}

/// <summary>An item of a list that is in the order of everything held.</summary>
public interface IPlaced
{
    /// <summary>What the list is a list of; the scope tells whose. Together they name one list.</summary>
    static abstract string ListName { get; }

    /// <summary>Whose list it is, and the chain slice or moment it was asked in.</summary>
    Scope Scope { get; }

    /// <summary>The item's place in the list; no two items of a list have the same.</summary>
    Place Place { get; }
}

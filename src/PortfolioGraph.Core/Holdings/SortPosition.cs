using System.Security.Cryptography;
using System.Text;

namespace PortfolioGraph.Core;

/// <summary>A position in the sort order of holdings. It need not belong to an existing item.</summary>
public readonly record struct SortPosition
{
    /// <summary>The maximum length of a key, in characters.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>Creates a sort position.</summary>
    /// <param name="valueUsd">Value in USD; null if unpriced.</param>
    /// <param name="key">Identifies the item in its list. A key that is too long is replaced by its SHA-256, because it contains names of any length that third parties choose.</param>
    public SortPosition(decimal? valueUsd, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ValueUsd = valueUsd;
        Key = key.Length <= MaxKeyLength ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    /// <summary>The sort order: highest value first, unpriced last, then by key (ordinal).</summary>
    public static Comparer<SortPosition> Order { get; } = Comparer<SortPosition>.Create(static (one, other) =>
        CompareValues(one.ValueUsd, other.ValueUsd) is not 0 and var order ? order : string.CompareOrdinal(one.Key, other.Key));

    /// <summary>Compares values: the highest first, null last.</summary>
    /// <param name="one">The first value.</param>
    /// <param name="other">The second value.</param>
    internal static int CompareValues(decimal? one, decimal? other) => (one, other) switch
    {
        ({ } value, { } otherValue) => otherValue.CompareTo(value),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => 0,
    };

    /// <summary>Value in USD; null if unpriced.</summary>
    public decimal? ValueUsd { get; }

    /// <summary>Identifies the item in its list; at most <see cref="MaxKeyLength"/> characters.</summary>
    public string Key { get; }
}

/// <summary>A holding whose value, profit and loss can be added to those of others.</summary>
public interface IHolding
{
    /// <summary>Open or closed; unknown if the data source does not report it. The value of a closed holding does not count in sums.</summary>
    HoldingStatus Status { get; }

    /// <summary>Value in USD, negative for a debt; null if unpriced.</summary>
    decimal? ValueUsd { get; }

    /// <summary>Gain or loss. Null if not available.</summary>
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss { get; }
}

/// <summary>An item of a list that is sorted by <see cref="Core.SortPosition"/>.</summary>
public interface IHasSortPosition
{
    /// <summary>The kind of the list. Together with the scope, it identifies one list.</summary>
    static abstract string ListName { get; }

    /// <summary>The owners of the list, and the requested chain or point in time.</summary>
    Scope Scope { get; }

    /// <summary>Value in USD, the first part of the sort position; null if unpriced.</summary>
    decimal? ValueUsd { get; }

    /// <summary>The item's sort position; unique within the list.</summary>
    SortPosition SortPosition { get; }
}

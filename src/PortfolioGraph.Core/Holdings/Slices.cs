namespace PortfolioGraph.Core;

/// <summary>The slices of a loaded list that were requested, for example one chain of it. Each is made on first use and kept as long as the list.</summary>
/// <typeparam name="TKey">What identifies a slice.</typeparam>
/// <typeparam name="TGroup">What identifies a group of the items, for example a chain.</typeparam>
/// <typeparam name="T">The items.</typeparam>
internal sealed class Slices<TKey, TGroup, T>
    where TKey : notnull
    where TGroup : notnull
{
    private readonly Lock _gate = new();
    private IReadOnlyList<T>? _first;
    private TKey? _firstKey;
    private Dictionary<TKey, IReadOnlyList<T>>? _others;
    private Dictionary<TGroup, List<T>>? _groups;

    /// <summary>Returns a slice.</summary>
    /// <param name="key">The key.</param>
    /// <param name="make">Makes the slice.</param>
    public IReadOnlyList<T> GetOrMake(TKey key, Func<TKey, IReadOnlyList<T>> make)
    {
        lock (_gate)
        {
            // Most lists have one slice only.
            if (_first is null)
                (_firstKey, _first) = (key, make(key));
            if (EqualityComparer<TKey>.Default.Equals(key, _firstKey))
                return _first;

            _others ??= [];
            if (!_others.TryGetValue(key, out var made))
                _others[key] = made = make(key);
            return made;
        }
    }

    /// <summary>Returns a group of the list; empty if it has none. All groups are made at once, so that each of a thousand groups does not search the whole list.</summary>
    /// <param name="key">The key of the group.</param>
    /// <param name="items">The list.</param>
    /// <param name="keyOf">Returns the key of an item.</param>
    public IReadOnlyList<T> Get(TGroup key, IReadOnlyList<T> items, Func<T, TGroup> keyOf) =>
        (_groups ??= items.GroupBy(keyOf).ToDictionary(static group => group.Key, static group => group.ToList())).TryGetValue(key, out var group) ? group : [];

    /// <summary>Always true, so that the slices do not count in the equality of records: they follow from the list.</summary>
    public override bool Equals(object? obj) => obj is Slices<TKey, TGroup, T>;

    /// <inheritdoc />
    public override int GetHashCode() => 0;
}

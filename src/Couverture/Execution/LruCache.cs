using System.Diagnostics.CodeAnalysis;

namespace Couverture.Execution;

/// <summary>A least-recently-used cache, bounded by the number of entries and by their total weight.</summary>
internal sealed class LruCache<TKey, TValue>(int maxCount, long maxWeight)
    where TKey : notnull
{
    // Not BitFaster.Caching, because its capacity counts entries. The weight limit keeps hostile documents from filling the memory.

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value, int Weight)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value, int Weight)> _entriesByUse = new();
    private long _weight;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                value = default;
                return false;
            }

            _entriesByUse.Remove(entry);
            _entriesByUse.AddFirst(entry);
            value = entry.Value.Value;
            return true;
        }
    }

    /// <summary>Adds or replaces a value. A value heavier than the maximum total weight is not cached.</summary>
    public void Add(TKey key, TValue value, int weight)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var previous))
                Remove(previous);
            if (weight > maxWeight)
                return;
            _entries.Add(key, _entriesByUse.AddFirst((key, value, weight)));
            _weight += weight;
            while (_entries.Count > maxCount || _weight > maxWeight)
                Remove(_entriesByUse.Last!);
        }
    }

    private void Remove(LinkedListNode<(TKey Key, TValue Value, int Weight)> entry)
    {
        _entries.Remove(entry.Value.Key);
        _entriesByUse.Remove(entry);
        _weight -= entry.Value.Weight;
    }
}

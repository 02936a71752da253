using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>
/// Answers of all datasets, kept across operations up to a number of bytes; those unused for the longest time go first.
/// How long an answer is worth anything is its reader's business.
/// </summary>
internal sealed class DatasetCache(IOptions<CacheOptions> options, TimeProvider time) : ICacheInvalidator
{
    // Not FusionCache or MemoryCache: an entry may answer a narrower key, is replanned over several keys, and is bounded by bytes in strict order of use.

    // What an entry takes besides its answer: the key, two nodes, a place in the table.
    private const long Overhead = 400;

    private readonly Lock _gate = new();
    private readonly Dictionary<object, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byRecentUse = new();
    private readonly Dictionary<Address, (long Turn, long At)> _invalidated = [];
    private readonly long _maxBytes = options.Value.MaxBytes;
    private readonly TimeSpan _invalidationLifetime = options.Value.TimeToLive;
    private long _generation;

    /// <summary>How many answers are kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _byKey.Count;
        }
    }

    /// <summary>How many bytes they take, as far as they can be reckoned.</summary>
    public long Bytes { get; private set; }

    public bool TryGet<TAnswer>(object key, [NotNullWhen(true)] out TAnswer? value)
        where TAnswer : class
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                _byRecentUse.Remove(node);
                _byRecentUse.AddFirst(node);
                value = (TAnswer)node.Value.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Keeps an answer in place of the one before.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The answer.</param>
    /// <param name="size">Its bytes. What is heavier than the whole cache may be is not kept.</param>
    public void Set(object key, object value, long size)
    {
        size += Overhead;
        lock (_gate)
        {
            Remove(key);
            if (size > _maxBytes)
                return;

            _byKey[key] = _byRecentUse.AddFirst(new Entry(key, value, size));
            Bytes += size;
            while (Bytes > _maxBytes)
                Remove(_byRecentUse.Last!.Value.Key);
        }
    }

    /// <summary>A number greater than all before: what has a smaller one came earlier, at however fine a clock.</summary>
    public long NextGeneration() => Interlocked.Increment(ref _generation);

    /// <summary>From now on nothing that was loaded before is current for these addresses; it stays for when asking again fails.</summary>
    /// <param name="owners">The addresses.</param>
    public void Invalidate(AddressSet owners)
    {
        lock (_gate)
        {
            foreach (var expired in _invalidated.Where(entry => time.GetElapsedTime(entry.Value.At) > _invalidationLifetime).Select(static entry => entry.Key).ToList())
                _invalidated.Remove(expired);
            foreach (var address in owners.Addresses)
                _invalidated[address] = (NextGeneration(), time.GetTimestamp());
        }
    }

    /// <summary>The turn at which the last of these addresses was forgotten; null where none was within an answer's life.</summary>
    /// <param name="owners">The addresses; null for none.</param>
    public long? InvalidatedAt(AddressSet? owners)
    {
        if (owners is null)
            return null;

        lock (_gate)
        {
            if (_invalidated.Count == 0)
                return null;
            return owners.Addresses
                .Where(_invalidated.ContainsKey)
                .Select(address => _invalidated[address])
                .Where(entry => time.GetElapsedTime(entry.At) <= _invalidationLifetime)
                .Max(static entry => (long?)entry.Turn);
        }
    }

    private void Remove(object key)
    {
        if (!_byKey.Remove(key, out var node))
            return;

        _byRecentUse.Remove(node);
        Bytes -= node.Value.Size;
    }

    private sealed record Entry(object Key, object Value, long Size);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>Invalidates cached data.</summary>
public interface ICacheInvalidator
{
    /// <summary>
    /// Invalidates all data of the addresses, alone or together with others. The next requests load their data again and bypass the upstream's cache.
    /// </summary>
    /// <param name="owners">The addresses.</param>
    void Invalidate(AddressSet owners);
}

/// <summary>
/// The least-recently-used cache of all datasets, bounded by its estimated bytes and shared by all operations. Readers decide how old an entry may be.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="time">The clock.</param>
/// <param name="share">The part of the options' bytes that this cache may take.</param>
internal sealed class DatasetCache(IOptions<CacheOptions> options, TimeProvider time, double share = 1) : ICacheInvalidator
{
    // Not FusionCache or MemoryCache, because an entry can cover a narrower key and one load can store several keys. Neither evicts by bytes in strict order of use.

    // The bytes of an entry besides its value: the key, two nodes, a slot in the table.
    private const long Overhead = 400;

    private readonly Lock _gate = new();
    private readonly Slot _ends = new End();
    private readonly Dictionary<Address, (long Generation, long At)> _invalidated = [];
    private readonly long _maxBytes = (long)(options.Value.MaxBytes * share);
    private readonly TimeSpan _invalidationLifetime = options.Value.TimeToLive;
    private long _generation;
    private volatile bool _hasInvalidated;

    /// <summary>Whether anything was ever invalidated. If not, the owners of keys need not be looked up.</summary>
    public bool HasInvalidated => _hasInvalidated;

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The estimated bytes of all entries.</summary>
    public long Bytes { get; private set; }

    /// <summary>Creates a table of entries, which shares the bytes of the cache with all other tables.</summary>
    /// <typeparam name="TKey">The keys.</typeparam>
    /// <typeparam name="TValue">The values.</typeparam>
    public Table<TKey, TValue> CreateTable<TKey, TValue>()
        where TKey : notnull
        where TValue : class => new(this);

    /// <summary>Returns a number greater than all earlier ones. It orders events more finely than a clock.</summary>
    public long NextGeneration() => Interlocked.Increment(ref _generation);

    /// <summary>Invalidates everything loaded so far for these addresses. The entries stay available as stale fallbacks.</summary>
    /// <param name="owners">The addresses.</param>
    public void Invalidate(AddressSet owners)
    {
        lock (_gate)
        {
            foreach (var expired in _invalidated.Where(entry => time.GetElapsedTime(entry.Value.At) > _invalidationLifetime).Select(static entry => entry.Key).ToList())
                _invalidated.Remove(expired);
            foreach (var address in owners.Addresses)
                _invalidated[address] = (NextGeneration(), time.GetTimestamp());
            _hasInvalidated = true;
        }
    }

    /// <summary>Returns the latest invalidation of any of these addresses: its generation, and its time by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    /// <param name="owners">The addresses; null for none.</param>
    /// <returns>Null if none was invalidated within the time to live.</returns>
    public (long Generation, long At)? InvalidatedAt(AddressSet? owners)
    {
        if (owners is null)
            return null;

        lock (_gate)
        {
            return owners.Addresses
                .Where(_invalidated.ContainsKey)
                .Select(address => _invalidated[address])
                .Where(entry => time.GetElapsedTime(entry.At) <= _invalidationLifetime)
                .Select(static entry => ((long, long)?)entry)
                .Max();
        }
    }

    private void Add(Slot slot)
    {
        slot.LinkAfter(_ends);
        Bytes += slot.Size;
        Count++;
        while (Bytes > _maxBytes)
        {
            var last = _ends.Previous;
            last.RemoveFromTable();
            Remove(last);
        }
    }

    private void Remove(Slot slot)
    {
        slot.Unlink();
        Bytes -= slot.Size;
        Count--;
    }

    private void MarkUsed(Slot slot)
    {
        slot.Unlink();
        slot.LinkAfter(_ends);
    }

    /// <summary>The entries of one kind.</summary>
    public sealed class Table<TKey, TValue>(DatasetCache cache)
        where TKey : notnull
        where TValue : class
    {
        private readonly Dictionary<TKey, Slot<TKey, TValue>> _byKey = [];

        /// <summary>Locks the cache until the scope is disposed, for several lookups. Locking it again in between costs little.</summary>
        public Lock.Scope Hold() => cache._gate.EnterScope();

        /// <summary>Returns the value of a key, if it is cached, and marks the entry as used.</summary>
        public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
        {
            lock (cache._gate)
            {
                if (_byKey.TryGetValue(key, out var slot))
                {
                    cache.MarkUsed(slot);
                    value = slot.Value;
                    return true;
                }
            }

            value = null;
            return false;
        }

        /// <summary>Stores a value in place of the key's previous one.</summary>
        /// <param name="key">The key.</param>
        /// <param name="value">The value.</param>
        /// <param name="size">The value's bytes. A value that is larger than the whole cache is not stored.</param>
        public void Set(TKey key, TValue value, long size)
        {
            size += Overhead;
            lock (cache._gate)
            {
                if (size > cache._maxBytes)
                {
                    if (_byKey.Remove(key, out var previous))
                        cache.Remove(previous);
                    return;
                }

                ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out var exists);
                if (exists)
                    cache.Remove(slot!);
                slot = new Slot<TKey, TValue>(_byKey, key, value, size);
                cache.Add(slot);
            }
        }
    }

    /// <summary>An entry and its place in the order of use. The links are its own, because a cache of small entries would have as many bytes in list nodes as in values.</summary>
    private abstract class Slot
    {
        protected Slot(long size)
        {
            Size = size;
            Previous = Next = this;
        }

        public long Size { get; }

        /// <summary>The entry that was used next after this one.</summary>
        public Slot Previous { get; private set; }

        /// <summary>The entry that was used last before this one.</summary>
        public Slot Next { get; private set; }

        public void LinkAfter(Slot other)
        {
            (Previous, Next) = (other, other.Next);
            Previous.Next = Next.Previous = this;
        }

        public void Unlink()
        {
            Previous.Next = Next;
            Next.Previous = Previous;
        }

        public abstract void RemoveFromTable();
    }

    /// <summary>The start and the end of the order of use.</summary>
    private sealed class End() : Slot(0)
    {
        public override void RemoveFromTable() => throw new InvalidOperationException("The cache is empty.");
    }

    private sealed class Slot<TKey, TValue>(Dictionary<TKey, Slot<TKey, TValue>> table, TKey key, TValue value, long size) : Slot(size)
        where TKey : notnull
    {
        public TValue Value => value;

        public override void RemoveFromTable() => table.Remove(key);
    }
}

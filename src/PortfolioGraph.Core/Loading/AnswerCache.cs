using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>
/// Answers of all datasets, kept across operations up to a number of bytes; those unused for the longest time go first.
/// How long an answer is worth anything is its reader's business.
/// </summary>
internal sealed class AnswerCache(IOptions<CacheOptions> options, TimeProvider time) : ICachedAnswers
{
    // Not FusionCache or MemoryCache: an entry may answer a narrower key, is replanned over several keys, and is bounded by bytes in strict order of use.

    // What an entry takes besides its answer: the key, two nodes, a place in the table.
    private const long Overhead = 400;

    private readonly Lock _gate = new();
    private readonly Dictionary<object, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byUse = new();
    private readonly Dictionary<Address, (long Turn, long At)> _forgotten = [];
    private readonly long _maxBytes = options.Value.MaxBytes;
    private readonly TimeSpan _memory = options.Value.Life;
    private long _turn;

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

    public bool TryGet<TAnswer>(object key, [NotNullWhen(true)] out TAnswer? answer)
        where TAnswer : class
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                answer = (TAnswer)node.Value.Answer;
                return true;
            }
        }

        answer = null;
        return false;
    }

    /// <summary>Keeps an answer in place of the one before.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="weight">Its bytes. What is heavier than the whole cache may be is not kept.</param>
    public void Set(object key, object answer, long weight)
    {
        weight += Overhead;
        lock (_gate)
        {
            Drop(key);
            if (weight > _maxBytes)
                return;

            _byKey[key] = _byUse.AddFirst(new Entry(key, answer, weight));
            Bytes += weight;
            while (Bytes > _maxBytes)
                Drop(_byUse.Last!.Value.Key);
        }
    }

    /// <summary>A number greater than all before: what has a smaller one came earlier, at however fine a clock.</summary>
    public long NextTurn() => Interlocked.Increment(ref _turn);

    /// <summary>From now on nothing that was loaded before is current for these addresses; it stays for when asking again fails.</summary>
    /// <param name="owners">The addresses.</param>
    public void Forget(AddressSet owners)
    {
        lock (_gate)
        {
            foreach (var old in _forgotten.Where(entry => time.GetElapsedTime(entry.Value.At) > _memory).Select(static entry => entry.Key).ToList())
                _forgotten.Remove(old);
            foreach (var address in owners.Addresses)
                _forgotten[address] = (NextTurn(), time.GetTimestamp());
        }
    }

    /// <summary>The turn at which the last of these addresses was forgotten; null where none was within an answer's life.</summary>
    /// <param name="owners">The addresses; null for none.</param>
    public long? ForgottenAt(AddressSet? owners)
    {
        if (owners is null)
            return null;

        lock (_gate)
        {
            if (_forgotten.Count == 0)
                return null;
            return owners.Addresses
                .Where(_forgotten.ContainsKey)
                .Select(address => _forgotten[address])
                .Where(entry => time.GetElapsedTime(entry.At) <= _memory)
                .Max(static entry => (long?)entry.Turn);
        }
    }

    private void Drop(object key)
    {
        if (!_byKey.Remove(key, out var node))
            return;

        _byUse.Remove(node);
        Bytes -= node.Value.Weight;
    }

    private sealed record Entry(object Key, object Answer, long Weight);
}

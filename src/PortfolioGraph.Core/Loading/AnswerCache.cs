using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>
/// Answers of all datasets, kept across operations up to a number of entries; the one unused for the longest time goes first.
/// How long an answer is worth anything is its reader's business.
/// </summary>
internal sealed class AnswerCache(IOptions<CacheOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, LinkedListNode<(object Key, object Answer)>> _byKey = [];
    private readonly LinkedList<(object Key, object Answer)> _byUse = new();
    private readonly int _maxEntries = options.Value.MaxEntries;

    public int Count
    {
        get
        {
            lock (_gate)
                return _byKey.Count;
        }
    }

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

    public void Set(object key, object answer)
    {
        lock (_gate)
        {
            Drop(key);
            _byKey[key] = _byUse.AddFirst((key, answer));
            if (_byKey.Count > _maxEntries)
                Drop(_byUse.Last!.Value.Key);
        }
    }

    public void Remove(object key)
    {
        lock (_gate)
            Drop(key);
    }

    private void Drop(object key)
    {
        if (_byKey.Remove(key, out var node))
            _byUse.Remove(node);
    }
}

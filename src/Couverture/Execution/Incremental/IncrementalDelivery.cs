using System.Globalization;
using Couverture.Execution.Results;

namespace Couverture.Execution.Incremental;

/// <summary>
/// Keeps what of an answer is still to be delivered, and in what order: a fragment after the one that it stands in, a stream after the part
/// that its list is in, items one after another. Parts begin when the client is told to wait for them, not before: what it deferred holds up
/// nothing that it did not. All that may begin at one moment begins together, so that it shares its batches.
/// </summary>
/// <param name="start">Queues a part to be executed.</param>
internal sealed class IncrementalDelivery(Action<LaterPart> start)
{
    private readonly List<PendingDelivery> _pending = [];
    private readonly List<IncrementalEntry> _incremental = [];
    private readonly List<CompletedEntry> _completed = [];
    private readonly Dictionary<ItemStream, (List<object?> Items, List<IError> Errors)> _items = [];
    private int _nextId;
    private int _awaited;

    /// <summary>Whether the client waits for nothing.</summary>
    public bool IsOver => _awaited == 0;

    /// <summary>Whether there is something to tell.</summary>
    public bool HasNews => _pending.Count + _incremental.Count + _completed.Count > 0;

    /// <summary>Takes up what the initial result or an item of a stream has left.</summary>
    public void TakeUp(ResultPart part)
    {
        if (Integrate(part) is { } roots)
            Announce(roots, part.Found!.Streams);
    }

    /// <summary>Takes a part that has run.</summary>
    public void Complete(LaterPart part)
    {
        part.IsDone = true;
        if (part.IsAbandoned)
            return;
        if (part is DeferredPart deferred)
            Complete(deferred);
        else
            Deliver(((ItemPart)part).Stream);
    }

    /// <summary>What has come together since the last time.</summary>
    public IncrementalPayload Take()
    {
        var payload = new IncrementalPayload([.. _pending], [.. _incremental], [.. _completed], !IsOver);
        _pending.Clear();
        _incremental.Clear();
        _completed.Clear();
        _items.Clear();
        return payload;
    }

    private void Complete(DeferredPart part)
    {
        if (!part.IsNull)
            Integrate(part);
        foreach (var fragment in part.Fragments)
        {
            fragment.Remaining--;
            if (part.IsNull)
                fragment.Failed ??= part;
            Settle(fragment);
        }
    }

    // The fragments that stand in no other; null where nothing was found.
    private List<DeferredFragment>? Integrate(ResultPart part)
    {
        if (part.Found is not { } found)
            return null;
        var roots = new List<DeferredFragment>();
        foreach (var fragment in found.Fragments)
        {
            if (fragment.Parent is { } parent && (!parent.IsKnown || parent.IsOver))
            {
                fragment.IsOver = true;
                continue;
            }

            fragment.IsKnown = true;
            (fragment.Parent?.Children ?? roots).Add(fragment);
        }

        foreach (var deferred in found.Deferred.Where(d => !d.Origin.IsDiscarded))
        {
            foreach (var fragment in deferred.Fragments.Where(f => !f.IsOver))
            {
                fragment.Parts.Add(deferred);
                fragment.Remaining++;
            }

            if (Array.Exists(deferred.Fragments, f => f.IsAwaited))
                Start(deferred);
        }

        return roots;
    }

    private void Announce(IEnumerable<DeferredFragment> fragments, IEnumerable<ItemStream> streams)
    {
        var announced = NonEmpty(fragments).ToList();
        foreach (var fragment in announced)
        {
            Announce(fragment);
            fragment.Parts.ForEach(Start);
        }

        foreach (var stream in streams.Where(s => !s.List.IsDiscarded))
        {
            Announce(stream);
            for (var i = 0; i < stream.Items.Length; i++)
            {
                var part = new ItemPart(stream, i);
                stream.Parts.Enqueue(part);
                start(part);
            }
        }

        // Parts that it shares with other fragments may have run before it was its turn.
        announced.ForEach(Settle);
    }

    private void Announce(PendingDelivery delivery)
    {
        delivery.Id = (_nextId++).ToString(CultureInfo.InvariantCulture);
        _pending.Add(delivery);
        _awaited++;
    }

    // A fragment without fields of its own is nothing to wait for; what stands in it takes its place.
    private static IEnumerable<DeferredFragment> NonEmpty(IEnumerable<DeferredFragment> fragments)
    {
        foreach (var fragment in fragments.Where(f => !f.IsOver))
        {
            if (fragment.Parts.Exists(p => !p.IsDelivered))
            {
                yield return fragment;
                continue;
            }

            fragment.IsOver = true;
            foreach (var child in NonEmpty(fragment.Children))
                yield return child;
        }
    }

    private void Start(DeferredPart part)
    {
        if (part.IsStarted)
            return;
        part.IsStarted = true;
        start(part);
    }

    private void Settle(DeferredFragment fragment)
    {
        if (!fragment.IsAwaited)
            return;
        if (fragment.Failed is { } failed)
            Fail(fragment, failed);
        else if (fragment.Remaining == 0)
            Succeed(fragment);
    }

    private void Succeed(DeferredFragment fragment)
    {
        var delivered = fragment.Parts.FindAll(p => !p.IsDelivered);
        foreach (var part in delivered)
        {
            part.IsDelivered = true;
            var nearest = part.Fragments.Where(f => f.IsAwaited).Aggregate(fragment, (best, f) => f.Path.Count > best.Path.Count ? f : best);
            var path = part.Path;
            _incremental.Add(new IncrementalEntry(nearest.Id!, [.. path.Skip(nearest.Path.Count)], part.Errors, part.Data, null));
        }

        End(fragment, []);
        Announce(fragment.Children, delivered.SelectMany(p => p.Found?.Streams ?? []));
    }

    private void Fail(DeferredFragment fragment, DeferredPart failed)
    {
        End(fragment, failed.Errors);
        Forget(fragment.Children);
    }

    private static void Forget(IEnumerable<DeferredFragment> fragments)
    {
        foreach (var fragment in fragments)
        {
            fragment.IsOver = true;
            Forget(fragment.Children);
        }
    }

    private void End(PendingDelivery delivery, IReadOnlyList<IError> errors)
    {
        delivery.IsOver = true;
        _completed.Add(new CompletedEntry(delivery.Id!, errors));
        _awaited--;
    }

    // The items that are ready, as far as none is missing before them. Those of one moment go into one entry.
    private void Deliver(ItemStream stream)
    {
        while (stream.Parts.TryPeek(out var next) && next.IsDone && !stream.IsOver)
        {
            if (next.IsNull)
            {
                End(stream, next.Errors);
                return;
            }

            stream.Parts.Dequeue();
            if (!_items.TryGetValue(stream, out var entry))
            {
                _items.Add(stream, entry = ([], []));
                _incremental.Add(new IncrementalEntry(stream.Id!, [], entry.Errors, null, entry.Items));
            }

            entry.Items.Add(next.Data!.Values[0]);
            entry.Errors.AddRange(next.Errors);
            TakeUp(next);
        }

        if (stream.Parts.Count == 0)
            End(stream, []);
    }
}

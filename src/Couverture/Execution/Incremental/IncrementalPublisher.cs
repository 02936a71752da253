using System.Globalization;
using Couverture.Execution.Results;

namespace Couverture.Execution.Incremental;

/// <summary>
/// Keeps what of an answer is still to be delivered, and in what order: a fragment after the one that it stands in, a stream after the part
/// that its list is in, items one after another. Parts begin when the client is told to wait for them, not before: what it deferred holds up
/// nothing that it did not. All that may begin at one moment begins together, so that it shares its batches.
/// </summary>
/// <param name="start">Queues a part to be executed.</param>
internal sealed class IncrementalPublisher(Action<IncrementalPart> start)
{
    private readonly List<DeliveryGroup> _pending = [];
    private readonly List<IncrementalEntry> _incremental = [];
    private readonly List<CompletedEntry> _completed = [];
    private readonly Dictionary<StreamedList, (List<object?> Items, List<IError> Errors)> _items = [];
    private int _nextId;
    private int _pendingCount;

    /// <summary>Whether the client waits for nothing.</summary>
    public bool IsComplete => _pendingCount == 0;

    /// <summary>Whether there is something to tell.</summary>
    public bool HasPayload => _pending.Count + _incremental.Count + _completed.Count > 0;

    /// <summary>Takes up what the initial result or an item of a stream has left.</summary>
    public void Add(ResultPart part)
    {
        if (Register(part) is { } roots)
            AddPending(roots, part.Incremental!.Lists);
    }

    /// <summary>Takes a part that has run.</summary>
    public void Complete(IncrementalPart part)
    {
        part.IsDone = true;
        if (part.IsObsolete)
            return;
        if (part is DeferredExecutionGroup deferred)
            Complete(deferred);
        else
            DeliverItems(((StreamItem)part).List);
    }

    /// <summary>What has come together since the last time.</summary>
    public IncrementalPayload Flush()
    {
        var payload = new IncrementalPayload([.. _pending], [.. _incremental], [.. _completed], !IsComplete);
        _pending.Clear();
        _incremental.Clear();
        _completed.Clear();
        _items.Clear();
        return payload;
    }

    private void Complete(DeferredExecutionGroup part)
    {
        if (!part.IsNull)
            Register(part);
        foreach (var fragment in part.Fragments)
        {
            fragment.UnfinishedGroups--;
            if (part.IsNull)
                fragment.FailedGroup ??= part;
            CompleteIfReady(fragment);
        }
    }

    // The fragments that stand in no other; null where nothing was found.
    private List<DeferredFragment>? Register(ResultPart part)
    {
        if (part.Incremental is not { } found)
            return null;
        var roots = new List<DeferredFragment>();
        foreach (var fragment in found.Fragments)
        {
            if (fragment.Parent is { } parent && (!parent.IsRegistered || parent.IsClosed))
            {
                fragment.IsClosed = true;
                continue;
            }

            fragment.IsRegistered = true;
            (fragment.Parent?.Children ?? roots).Add(fragment);
        }

        foreach (var deferred in found.Groups.Where(d => !d.Origin.IsDiscarded))
        {
            foreach (var fragment in deferred.Fragments.Where(f => !f.IsClosed))
            {
                fragment.Groups.Add(deferred);
                fragment.UnfinishedGroups++;
            }

            if (Array.Exists(deferred.Fragments, f => f.IsPending))
                Start(deferred);
        }

        return roots;
    }

    private void AddPending(IEnumerable<DeferredFragment> fragments, IEnumerable<StreamedList> streams)
    {
        var announced = WithoutEmpty(fragments).ToList();
        foreach (var fragment in announced)
        {
            AddPending(fragment);
            fragment.Groups.ForEach(Start);
        }

        foreach (var stream in streams.Where(s => !s.List.IsDiscarded))
        {
            AddPending(stream);
            for (var i = 0; i < stream.Items.Length; i++)
            {
                var part = new StreamItem(stream, i);
                stream.UndeliveredItems.Enqueue(part);
                start(part);
            }
        }

        // Parts that it shares with other fragments may have run before it was its turn.
        announced.ForEach(CompleteIfReady);
    }

    private void AddPending(DeliveryGroup delivery)
    {
        delivery.Id = (_nextId++).ToString(CultureInfo.InvariantCulture);
        _pending.Add(delivery);
        _pendingCount++;
    }

    // A fragment without fields of its own is nothing to wait for; what stands in it takes its place.
    private static IEnumerable<DeferredFragment> WithoutEmpty(IEnumerable<DeferredFragment> fragments)
    {
        foreach (var fragment in fragments.Where(f => !f.IsClosed))
        {
            if (fragment.Groups.Exists(p => !p.IsDelivered))
            {
                yield return fragment;
                continue;
            }

            fragment.IsClosed = true;
            foreach (var child in WithoutEmpty(fragment.Children))
                yield return child;
        }
    }

    private void Start(DeferredExecutionGroup part)
    {
        if (part.IsStarted)
            return;
        part.IsStarted = true;
        start(part);
    }

    private void CompleteIfReady(DeferredFragment fragment)
    {
        if (!fragment.IsPending)
            return;
        if (fragment.FailedGroup is { } failed)
            Fail(fragment, failed);
        else if (fragment.UnfinishedGroups == 0)
            Succeed(fragment);
    }

    private void Succeed(DeferredFragment fragment)
    {
        var delivered = fragment.Groups.FindAll(p => !p.IsDelivered);
        foreach (var part in delivered)
        {
            part.IsDelivered = true;
            var nearest = part.Fragments.Where(f => f.IsPending).Aggregate(fragment, (best, f) => f.Path.Count > best.Path.Count ? f : best);
            var path = part.Path;
            _incremental.Add(new IncrementalEntry(nearest.Id!, [.. path.Skip(nearest.Path.Count)], part.Errors, part.Data, null));
        }

        End(fragment, []);
        AddPending(fragment.Children, delivered.SelectMany(p => p.Incremental?.Lists ?? []));
    }

    private void Fail(DeferredFragment fragment, DeferredExecutionGroup failed)
    {
        End(fragment, failed.Errors);
        Cancel(fragment.Children);
    }

    private static void Cancel(IEnumerable<DeferredFragment> fragments)
    {
        foreach (var fragment in fragments)
        {
            fragment.IsClosed = true;
            Cancel(fragment.Children);
        }
    }

    private void End(DeliveryGroup delivery, IReadOnlyList<IError> errors)
    {
        delivery.IsClosed = true;
        _completed.Add(new CompletedEntry(delivery.Id!, errors));
        _pendingCount--;
    }

    // The items that are ready, as far as none is missing before them. Those of one moment go into one entry.
    private void DeliverItems(StreamedList stream)
    {
        while (stream.UndeliveredItems.TryPeek(out var next) && next.IsDone && !stream.IsClosed)
        {
            if (next.IsNull)
            {
                End(stream, next.Errors);
                return;
            }

            stream.UndeliveredItems.Dequeue();
            if (!_items.TryGetValue(stream, out var entry))
            {
                _items.Add(stream, entry = ([], []));
                _incremental.Add(new IncrementalEntry(stream.Id!, [], entry.Errors, null, entry.Items));
            }

            entry.Items.Add(next.Data!.Values[0]);
            entry.Errors.AddRange(next.Errors);
            Add(next);
        }

        if (stream.UndeliveredItems.Count == 0)
            End(stream, []);
    }
}

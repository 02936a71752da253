using System.Globalization;
using Couverture.Execution.Results;

namespace Couverture.Execution.Incremental;

/// <summary>
/// Tracks the pending parts of a response and their order. A fragment follows its enclosing fragment, a streamed list follows the part that
/// contains it, and items are delivered in list order. A part starts when it becomes pending for the client, so that deferred fields do not
/// delay other fields. Parts that become ready at the same time start together, so that they share batches.
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

    /// <summary>Whether nothing is pending for the client.</summary>
    public bool IsComplete => _pendingCount == 0;

    /// <summary>Whether there is something to publish.</summary>
    public bool HasPayload => _pending.Count + _incremental.Count + _completed.Count > 0;

    /// <summary>Adds the incremental work of the initial result or of a streamed item.</summary>
    public void Add(ResultPart part)
    {
        if (Register(part) is { } roots)
            AddPending(roots, part.Incremental!.Lists);
    }

    /// <summary>Completes a part that has run.</summary>
    public void Complete(IncrementalPart part)
    {
        part.IsDone = true;
        if (part.IsObsolete)
            return;
        if (part is DeferredExecutionGroup group)
            Complete(group);
        else
            DeliverItems(((StreamItem)part).List);
    }

    /// <summary>Returns and clears the collected changes since the last call.</summary>
    public IncrementalPayload Flush()
    {
        var payload = new IncrementalPayload([.. _pending], [.. _incremental], [.. _completed], !IsComplete);
        _pending.Clear();
        _incremental.Clear();
        _completed.Clear();
        _items.Clear();
        return payload;
    }

    private void Complete(DeferredExecutionGroup completed)
    {
        if (!completed.IsNull)
            Register(completed);
        foreach (var fragment in completed.Fragments)
        {
            fragment.UnfinishedGroups--;
            if (completed.IsNull)
                fragment.FailedGroup ??= completed;
            CompleteIfReady(fragment);
        }
    }

    // Returns the fragments without an enclosing fragment; null if the part has no incremental work.
    private List<DeferredFragment>? Register(ResultPart part)
    {
        if (part.Incremental is not { } work)
            return null;
        var roots = new List<DeferredFragment>();
        foreach (var fragment in work.Fragments)
        {
            if (fragment.Parent is { } parent && (!parent.IsRegistered || parent.IsClosed))
            {
                fragment.IsClosed = true;
                continue;
            }

            fragment.IsRegistered = true;
            (fragment.Parent?.Children ?? roots).Add(fragment);
        }

        foreach (var group in work.Groups.Where(d => !d.Origin.IsDiscarded))
        {
            foreach (var fragment in group.Fragments.Where(f => !f.IsClosed))
            {
                fragment.Groups.Add(group);
                fragment.UnfinishedGroups++;
            }

            if (Array.Exists(group.Fragments, f => f.IsPending))
                Start(group);
        }

        return roots;
    }

    private void AddPending(IEnumerable<DeferredFragment> fragments, IEnumerable<StreamedList> lists)
    {
        var pending = WithoutEmpty(fragments).ToList();
        foreach (var fragment in pending)
        {
            AddPending(fragment);
            fragment.Groups.ForEach(Start);
        }

        foreach (var list in lists.Where(s => !s.InitialItems.IsDiscarded))
        {
            AddPending(list);
            for (var i = 0; i < list.Items.Length; i++)
            {
                var part = new StreamItem(list, i);
                list.UndeliveredItems.Enqueue(part);
                start(part);
            }
        }

        // Groups that a fragment shares with other fragments may have run before it became pending.
        pending.ForEach(CompleteIfReady);
    }

    private void AddPending(DeliveryGroup group)
    {
        group.Id = (_nextId++).ToString(CultureInfo.InvariantCulture);
        _pending.Add(group);
        _pendingCount++;
    }

    // A fragment without own fields is never pending; its nested fragments replace it.
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
            Deliver(fragment);
    }

    private void Deliver(DeferredFragment fragment)
    {
        var delivered = fragment.Groups.FindAll(p => !p.IsDelivered);
        foreach (var part in delivered)
        {
            part.IsDelivered = true;
            var nearest = part.Fragments.Where(f => f.IsPending).Aggregate(fragment, (best, f) => f.Path.Count > best.Path.Count ? f : best);
            var path = part.Path;
            _incremental.Add(new IncrementalEntry(nearest.Id!, [.. path.Skip(nearest.Path.Count)], part.Errors, part.Data, null));
        }

        Close(fragment, []);
        AddPending(fragment.Children, delivered.SelectMany(p => p.Incremental?.Lists ?? []));
    }

    private void Fail(DeferredFragment fragment, DeferredExecutionGroup failed)
    {
        Close(fragment, failed.Errors);
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

    private void Close(DeliveryGroup group, IReadOnlyList<IError> errors)
    {
        group.IsClosed = true;
        _completed.Add(new CompletedEntry(group.Id!, errors));
        _pendingCount--;
    }

    // Delivers the finished items up to the first unfinished one. Items that finish together share one entry.
    private void DeliverItems(StreamedList list)
    {
        while (list.UndeliveredItems.TryPeek(out var next) && next.IsDone && !list.IsClosed)
        {
            if (next.IsNull)
            {
                Close(list, next.Errors);
                return;
            }

            list.UndeliveredItems.Dequeue();
            if (!_items.TryGetValue(list, out var entry))
            {
                _items.Add(list, entry = ([], []));
                _incremental.Add(new IncrementalEntry(list.Id!, [], entry.Errors, null, entry.Items));
            }

            entry.Items.Add(next.Data!.Values[0]);
            entry.Errors.AddRange(next.Errors);
            Add(next);
        }

        if (list.UndeliveredItems.Count == 0)
            Close(list, []);
    }
}

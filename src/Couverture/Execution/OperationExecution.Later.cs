using System.Threading.Channels;
using Couverture.Execution.Incremental;
using Couverture.Execution.Planning;
using Couverture.Execution.Results;

namespace Couverture.Execution;

/// <summary>The parts of an answer that come after its initial result (the incremental delivery proposal).</summary>
internal sealed partial class OperationExecution
{
    /// <summary>What an incremental operation has beyond any other.</summary>
    private sealed class Later
    {
        public Later() => Delivery = new IncrementalDelivery(Ready.Enqueue);

        public IncrementalDelivery Delivery { get; }

        /// <summary>Parts to begin.</summary>
        public Queue<LaterPart> Ready { get; } = new();

        /// <summary>Parts in which nothing waits any more.</summary>
        public Queue<ResultPart> Settled { get; } = new();

        public Channel<OperationResult> Payloads { get; } = Channel.CreateUnbounded<OperationResult>(new UnboundedChannelOptions { SingleReader = true });

        public void Send()
        {
            if (Delivery.HasNews)
                Payloads.Writer.TryWrite(OperationResult.Subsequent(Delivery.Take()));
        }

        public void End(Exception? failure)
        {
            if (failure is null)
                Send();
            Payloads.Writer.TryComplete(failure);
        }
    }

    // Parts that end while others of this step still run are told together with them.
    private void AdvanceLater()
    {
        if (_later is not { } later || !_initial.IsDone)
            return;
        while (true)
        {
            if (later.Settled.TryDequeue(out var part))
            {
                if (part is LaterPart { Waiting: 0, IsDone: false } done)
                    later.Delivery.Complete(done);
            }
            else if (later.Ready.TryDequeue(out var next))
            {
                Begin(next);
            }
            else
            {
                break;
            }
        }

        if (later.Delivery.HasNews)
            _scheduler.PostLast(static later => ((Later)later!).Send(), later);
    }

    private void Begin(LaterPart part)
    {
        if (part.IsAbandoned)
            return;
        if (_isAborted)
        {
            part.Report([], TimeIsOver.WithPath(part.Path));
            part.IsNull = true;
        }
        else if (part is DeferredPart deferred)
        {
            var origin = deferred.Origin;
            Execute(deferred.Data = new ObjectResult(part, origin.Parent, origin.Slot, deferred.Selections, origin.Source, origin.State));
        }
        else if (part is ItemPart { Stream: var stream } item)
        {
            var list = stream.List;
            item.Data = new ListResult(part, list.Parent!, list.Slot, [item.Item], list.IsNonNull(0), list.State, item.Index);
            CompleteItem(item.Data, 0, stream.Field, stream.ItemType);
        }

        if (part.Waiting == 0)
            _later!.Settled.Enqueue(part);
    }

    // The fields below find the fragments that were deferred here under the directives that did it.
    private static ScopedState? Open(ResultPart part, SelectionPlan selections, ResultNode? parent, int slot, ScopedState? state)
    {
        foreach (var usage in selections.Opened)
        {
            var outer = usage.Parent is null ? null : Fragment(usage.Parent, state);
            var fragment = new DeferredFragment(usage.Label, parent?.PathOf(slot) ?? [], outer);
            part.Find().Fragments.Add(fragment);
            state = new ScopedState(usage, fragment, state);
        }

        return state;
    }

    private static void Defer(ObjectResult target)
    {
        foreach (var deferred in target.Plan.Deferred)
            target.Part.Find().Deferred.Add(new DeferredPart(target, deferred.Selections, [.. deferred.Usages.Select(usage => Fragment(usage, target.State))]));
    }

    private static DeferredFragment Fragment(DeferUsage usage, ScopedState? state) =>
        ScopedState.TryFind(state, usage, out var fragment)
            ? (DeferredFragment)fragment!
            : throw new InvalidOperationException("A deferred fragment was not opened above its fields.");

    private int InitialCount(StreamUsage stream, int length)
    {
        var count = (int)stream.Arguments.Values(Variables)[0]!;
        return count < 0
            ? throw new GraphQLException(new Error("The initialCount of @stream must not be below 0.", ErrorCodes.ArgumentInvalid))
            : Math.Min(count, length);
    }
}

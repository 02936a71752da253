using System.Threading.Channels;
using Couverture.Execution.Incremental;
using Couverture.Execution.Planning;
using Couverture.Execution.Results;

namespace Couverture.Execution;

/// <summary>The parts of a response that follow its initial result (the incremental delivery proposal).</summary>
internal sealed partial class OperationExecution
{
    /// <summary>The state that only an operation with incremental delivery has.</summary>
    private sealed class IncrementalState
    {
        public IncrementalState() => Publisher = new IncrementalPublisher(Ready.Enqueue);

        public IncrementalPublisher Publisher { get; }

        /// <summary>The parts to start.</summary>
        public Queue<IncrementalPart> Ready { get; } = new();

        /// <summary>The parts without waiting fields.</summary>
        public Queue<ResultPart> Settled { get; } = new();

        public Channel<OperationResult> Payloads { get; } = Channel.CreateUnbounded<OperationResult>(new UnboundedChannelOptions { SingleReader = true });

        public void Publish()
        {
            if (Publisher.HasPayload)
                Payloads.Writer.TryWrite(OperationResult.Subsequent(Publisher.Flush()));
        }

        public void Complete(Exception? failure)
        {
            if (failure is null)
                Publish();
            Payloads.Writer.TryComplete(failure);
        }
    }

    // Parts that finish in the same step are published together.
    private void AdvanceIncremental()
    {
        if (_incremental is not { } incremental || !_initial.IsDone)
            return;
        while (true)
        {
            if (incremental.Settled.TryDequeue(out var part))
            {
                if (part is IncrementalPart { WaitingFields: 0, IsDone: false } done)
                    incremental.Publisher.Complete(done);
            }
            else if (incremental.Ready.TryDequeue(out var next))
            {
                StartPart(next);
            }
            else
            {
                break;
            }
        }

        if (incremental.Publisher.HasPayload)
            _resources.Scheduler.PostWhenIdle(static state => ((IncrementalState)state!).Publish(), incremental);
    }

    private void StartPart(IncrementalPart part)
    {
        if (part.IsObsolete)
            return;
        if (_isAborted)
        {
            part.AddError([], TimeoutError.WithPath(part.Path));
            part.IsNull = true;
        }
        else if (part is DeferredExecutionGroup deferred)
        {
            var origin = deferred.Origin;
            Execute(deferred.Data = new ObjectResult(part, origin.Parent, origin.Slot, deferred.Selections, origin.Source, origin.State));
        }
        else if (part is StreamItem { List: var stream } item)
        {
            var list = stream.InitialItems;
            item.Data = new ListResult(part, list.Parent!, list.Slot, [item.Value], list.IsNonNull(0), list.State, item.Index);
            CompleteItem(item.Data, 0, stream.Field, stream.ItemType);
        }

        if (part.WaitingFields == 0)
            _incremental!.Settled.Enqueue(part);
    }

    // The scoped state lets the fields below find the fragments deferred here, with the @defer usage as the key.
    private static ScopedState? OpenFragments(ResultPart part, SelectionPlan selections, ResultNode? parent, int slot, ScopedState? state)
    {
        foreach (var usage in selections.OpenedFragments)
        {
            var outer = usage.Parent is null ? null : FindFragment(usage.Parent, state);
            var fragment = new DeferredFragment(usage.Label, parent?.GetPath(slot) ?? [], outer);
            part.GetOrAddIncremental().Fragments.Add(fragment);
            state = new ScopedState(usage, fragment, state);
        }

        return state;
    }

    private static void AddDeferredGroups(ObjectResult target)
    {
        if (target.Plan.Deferred.Length > 0)
            AddGroups(target);
    }

    private static void AddGroups(ObjectResult target)
    {
        foreach (var deferred in target.Plan.Deferred)
            target.Part.GetOrAddIncremental().Groups.Add(new DeferredExecutionGroup(target, deferred.Selections, [.. deferred.Usages.Select(usage => FindFragment(usage, target.State))]));
    }

    private static DeferredFragment FindFragment(DeferUsage usage, ScopedState? state) =>
        ScopedState.TryFind(state, usage, out var fragment)
            ? (DeferredFragment)fragment!
            : throw new InvalidOperationException("A deferred fragment was not opened above its fields.");

    private int GetInitialCount(StreamUsage stream, int length)
    {
        var count = (int)stream.Arguments.GetValues(Variables)[0]!;
        return count < 0
            ? throw new GraphQLException(new Error("The initialCount of @stream must not be below 0.", ErrorCodes.ArgumentInvalid))
            : Math.Min(count, length);
    }
}

using System.Runtime.CompilerServices;
using Couverture.Execution.Planning;
using Couverture.Types;

namespace Couverture.Execution.Subscriptions;

/// <summary>
/// The data of events that several subscriptions receive. Of the subscriptions with the same document and variables that receive the same object as their event, the first executes the
/// event and writes its data, and the others send the same bytes. There are two kinds of events:
/// <list type="bullet">
/// <item>The data of a plain event depends on nothing but the event and the request: the field's resolver gets nothing else, and everything selected below it are members. It is shared
/// as long as the event exists, for a limited number of different requests.</item>
/// <item>Other data may depend on anything that resolvers use. It is shared if the application's <see cref="IResultCache"/> keeps it, and as long as that returns it.</item>
/// </list>
/// </summary>
/// <param name="results">The application's cache of results; null if there is none.</param>
/// <param name="extensions">The extensions of results. They are begun for the cache, which relies on them, and are not written.</param>
internal sealed class SharedEvents(IResultCache? results, IReadOnlyList<ResultExtension> extensions)
{
    // The first subscription may have had to load what the event's fields need, so that its data is not kept. The second finds it loaded.
    private const int MaxWaits = 2;

    // An event can live for hours, and clients choose the documents.
    private const int MaxRequestsPerEvent = 16;
    private const int MaxSharedBytes = 64 * 1024;

    private readonly ConditionalWeakTable<object, SharedEvent> _events = [];

    /// <summary>Returns the key of a subscription whose events may be shared; null otherwise.</summary>
    /// <param name="request">The request.</param>
    /// <param name="document">Its document.</param>
    /// <param name="plan">Its plan.</param>
    public SubscriptionKey? KeyOf(OperationRequest request, PreparedDocument document, OperationPlan plan)
    {
        var isPlain = plan.Root.Fields[0] is { IsPlain: true, Field.Resolver: FieldResolver.Member or FieldResolver.Sync { IsPure: true } };
        return (isPlain || results is not null) && ResultKey.Of(request, document) is { } key ? new SubscriptionKey(key, isPlain) : null;
    }

    /// <summary>Returns the result of an event.</summary>
    /// <param name="source">The event.</param>
    /// <param name="key">The subscription.</param>
    /// <param name="execute">Executes the event. It is called at most once.</param>
    /// <param name="cancellationToken">Ends the wait for another subscription's execution.</param>
    public async ValueTask<OperationResult> ExecuteAsync(object source, SubscriptionKey key, Func<Task<OperationResult>> execute, CancellationToken cancellationToken)
    {
        var shared = _events.GetOrCreateValue(source);
        for (var waits = 0; waits < MaxWaits; waits++)
        {
            if (!key.IsPlain && results!.TryGet(new EventKey(key, source), out var kept))
                return OperationResult.Kept(kept);
            if (!shared.TryJoin(key, out var data))
                return await ExecuteFirstAsync(source, key, shared, data, execute);
            if (await data.Task.WaitAsync(cancellationToken) is { } written)
                return OperationResult.Kept(written);
        }

        return await execute();
    }

    private async Task<OperationResult> ExecuteFirstAsync(object source, SubscriptionKey key, SharedEvent shared, TaskCompletionSource<ReadOnlyMemory<byte>?> data, Func<Task<OperationResult>> execute)
    {
        ReadOnlyMemory<byte>? written = null;
        try
        {
            using var scope = key.IsPlain ? null : new ExtensionScope(extensions);
            var result = await execute();
            if (result.Errors.Count > 0)
                return result;
            if (key.IsPlain)
            {
                var serialized = result.SerializeData();
                if (serialized.Length > MaxSharedBytes)
                    return OperationResult.Kept(serialized);
                written = serialized;
            }
            else if (new EventKey(key, source) is var eventKey && results!.CanKeep(eventKey, isExpectedAgain: true))
            {
                written = result.SerializeData();
                results.Keep(eventKey, written.Value);
            }

            return written is { } bytes ? OperationResult.Kept(bytes) : result;
        }
        finally
        {
            if (!key.IsPlain)
                shared.Remove(key);
            data.SetResult(written);
        }
    }

    private sealed class SharedEvent
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<SubscriptionKey, TaskCompletionSource<ReadOnlyMemory<byte>?>> _data = [];

        /// <summary>Returns the data that another subscription has written or is about to write; null in the task if it cannot be shared. If this returns false, the caller must complete it.</summary>
        public bool TryJoin(SubscriptionKey key, out TaskCompletionSource<ReadOnlyMemory<byte>?> data)
        {
            lock (_gate)
            {
                if (_data.TryGetValue(key, out data!))
                    return true;
                data = new(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_data.Count < MaxRequestsPerEvent)
                    _data[key] = data;
                return false;
            }
        }

        public void Remove(SubscriptionKey key)
        {
            lock (_gate)
                _data.Remove(key);
        }
    }

    private sealed record EventKey(SubscriptionKey Subscription, object Source)
    {
        public bool Equals(EventKey? other) => other is not null && ReferenceEquals(Source, other.Source) && Subscription == other.Subscription;

        public override int GetHashCode() => HashCode.Combine(Subscription, RuntimeHelpers.GetHashCode(Source));
    }
}

/// <summary>Identifies the data of a subscription's events, together with the event.</summary>
/// <param name="Request">The document, operation and variables.</param>
/// <param name="IsPlain">Whether the data depends on nothing but the event and the request.</param>
internal sealed record SubscriptionKey(ResultKey Request, bool IsPlain);

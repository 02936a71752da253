using System.Runtime.CompilerServices;
using Couverture.Execution.Planning;
using Couverture.Types;

namespace Couverture.Execution.Subscriptions;

/// <summary>
/// The data of events that several subscriptions receive as the same object, of the types that the application declares immutable (<see cref="RequestExecutorOptions.ImmutableEvents"/>).
/// Subscriptions with the same document and variables share it:
/// <list type="bullet">
/// <item>The data of a plain event depends on nothing but the event and the request: the field's resolver gets nothing else, and everything selected below it are members. The first
/// subscription executes the event and writes its data, and the others send the same bytes.</item>
/// <item>Other data may depend on anything that resolvers use. Subscriptions that receive the event while another one executes it wait for that execution (<see cref="SharedExecution"/>).
/// Later ones send the data if the application's <see cref="IResultCache"/> has kept it. In both cases the cache decides whether this subscription may send the data.</item>
/// </list>
/// </summary>
/// <param name="immutable">The types of events.</param>
/// <param name="results">The application's cache of results; null if there is none.</param>
/// <param name="extensions">The extensions of results. They are begun for the cache, which relies on them, and are not written.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedEvents(ISet<Type> immutable, IResultCache? results, IReadOnlyList<ResultExtension> extensions, TimeProvider time)
{
    // The client that executes the event may have to wait longer for its loads than others would.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    // An event can live for hours, and clients choose the documents.
    private const int MaxRequestsPerEvent = 16;
    private const int MaxSharedBytes = 64 * 1024;

    private readonly ConditionalWeakTable<object, PlainEvent> _plain = [];
    private readonly ConditionalWeakTable<object, RunningEvent> _running = [];

    /// <summary>Whether an event may be shared.</summary>
    /// <param name="source">The event.</param>
    public bool IsShareable(object source) => immutable.Contains(source.GetType());

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
    /// <param name="execute">Executes the event until the token is cancelled.</param>
    /// <param name="cancellationToken">Cancelled when the subscription ends. An execution that other subscriptions wait for continues.</param>
    public ValueTask<OperationResult> ExecuteAsync(object source, SubscriptionKey key, Func<CancellationToken, Task<OperationResult>> execute, CancellationToken cancellationToken) =>
        key.IsPlain
            ? ExecutePlainAsync(_plain.GetOrCreateValue(source), key.Request, execute, cancellationToken)
            : ExecuteOrWaitAsync(_running.GetOrCreateValue(source), new EventKey(key.Request, source), execute, cancellationToken);

    private static async ValueTask<OperationResult> ExecutePlainAsync(
        PlainEvent plain, ResultKey key, Func<CancellationToken, Task<OperationResult>> execute, CancellationToken cancellationToken)
    {
        if (plain.TryJoin(key, out var data))
            return await data.Task.WaitAsync(cancellationToken) is { } shared ? OperationResult.Kept(shared) : await execute(cancellationToken);

        ReadOnlyMemory<byte>? written = null;
        try
        {
            var result = await execute(cancellationToken);
            if (result.Errors.Count > 0)
                return result;
            var bytes = result.SerializeData();
            written = bytes.Length <= MaxSharedBytes ? bytes : null;
            return OperationResult.Kept(bytes);
        }
        finally
        {
            if (written is null)
                plain.Remove(key);
            data.SetResult(written);
        }
    }

    private async ValueTask<OperationResult> ExecuteOrWaitAsync(
        RunningEvent running, EventKey key, Func<CancellationToken, Task<OperationResult>> execute, CancellationToken cancellationToken)
    {
        if (results!.TryGet(key, out var kept))
            return OperationResult.Kept(kept);

        if (running.TryJoin(key.Request, MaxRequestsPerEvent, token => ExecuteAsync(key, execute, token), out var isFirst) is not { } shared)
            return (await ExecuteAsync(key, execute, cancellationToken)).Result;

        try
        {
            if (isFirst)
                return (await shared.Executed.WaitAsync(cancellationToken)).Result;
            if (await WaitAsync(shared, cancellationToken) is { Dependencies: { } dependencies } other && results.TryServe(dependencies))
                return other.Result;
        }
        finally
        {
            shared.Leave();
        }

        // Not another wait: if each of many subscriptions waited for the one before, the last would wait for all of them. Their loads are coalesced anyway.
        return (await ExecuteAsync(key, execute, cancellationToken)).Result;
    }

    /// <summary>Waits for another subscription's execution. Returns null if it failed or takes too long.</summary>
    private async Task<ExecutedEvent?> WaitAsync(SharedExecution execution, CancellationToken cancellationToken)
    {
        try
        {
            return await execution.Executed.WaitAsync(MaxWait, time, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The subscription that started the execution reports the failure.
            return null;
        }
    }

    private async Task<ExecutedEvent> ExecuteAsync(EventKey key, Func<CancellationToken, Task<OperationResult>> execute, CancellationToken cancellationToken)
    {
        using var scope = new ExtensionScope(extensions);
        // Another execution may have ended since the first look.
        if (results!.TryGet(key, out var kept))
            return new ExecutedEvent(OperationResult.Kept(kept));

        var result = await execute(cancellationToken);
        var data = result.SerializeData();
        if (result.Errors.Count == 0 && results.CanKeep(key, isExpectedAgain: true))
            results.Keep(key, data);
        return new ExecutedEvent(OperationResult.Kept(data, result.Errors), results.GetDependencies());
    }

    /// <summary>The data of one plain event.</summary>
    private sealed class PlainEvent
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<ResultKey, TaskCompletionSource<ReadOnlyMemory<byte>?>> _data = [];

        /// <summary>
        /// Returns the data that another subscription has written or is about to write; null in the task if it is not shared. If this returns false, the caller must complete the task.
        /// </summary>
        public bool TryJoin(ResultKey key, out TaskCompletionSource<ReadOnlyMemory<byte>?> data)
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

        public void Remove(ResultKey key)
        {
            lock (_gate)
                _data.Remove(key);
        }
    }

    private sealed record EventKey(ResultKey Request, object Source)
    {
        public bool Equals(EventKey? other) => other is not null && ReferenceEquals(Source, other.Source) && Request == other.Request;

        public override int GetHashCode() => HashCode.Combine(Request, RuntimeHelpers.GetHashCode(Source));
    }
}

/// <summary>Identifies the data of a subscription's events, together with the event.</summary>
/// <param name="Request">The document, operation and variables.</param>
/// <param name="IsPlain">Whether the data depends on nothing but the event and the request.</param>
internal sealed record SubscriptionKey(ResultKey Request, bool IsPlain);

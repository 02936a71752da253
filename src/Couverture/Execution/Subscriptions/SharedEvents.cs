using System.Runtime.CompilerServices;
using Couverture.Execution.Planning;
using Couverture.Types;

namespace Couverture.Execution.Subscriptions;

/// <summary>
/// The data of events that several subscriptions receive. Subscriptions with the same document and variables that receive the same object as their event share its data, if the data
/// depends on nothing else (<see cref="IsShareable"/>). The first of them executes the event and writes its data, and the others send the same bytes.
/// </summary>
internal sealed class SharedEvents
{
    // The data lives as long as its event.
    private readonly ConditionalWeakTable<object, SharedEvent> _events = [];

    /// <summary>
    /// Whether the data of an event depends only on the event and on the request: the field's resolver reads nothing but these, and everything selected below it are members. Anything
    /// else may depend on services, on the client or on time, so it is executed for each subscription.
    /// </summary>
    /// <param name="plan">The plan of a subscription.</param>
    public static bool IsShareable(OperationPlan plan) =>
        plan.Root.Fields[0] is { IsPlain: true, Field.Resolver: FieldResolver.Member or FieldResolver.Sync { IsPure: true } };

    /// <summary>Returns the data of an event. Null if the data cannot be shared, for example because the event has an error.</summary>
    /// <param name="source">The event.</param>
    /// <param name="key">The request.</param>
    /// <param name="execute">Executes the event for the first of its subscriptions.</param>
    /// <returns>The data, and the result itself if this call has executed the event.</returns>
    public async ValueTask<(ReadOnlyMemory<byte>? Data, OperationResult? Executed)> GetAsync(object source, ResultKey key, Func<Task<OperationResult>> execute)
    {
        if (_events.GetOrCreateValue(source).TryGet(key, out var data))
            return (await data.Task, null);

        try
        {
            var result = await execute();
            var written = result.Errors.Count == 0 ? result.SerializeData() : default(ReadOnlyMemory<byte>?);
            data.SetResult(written);
            return (written, result);
        }
        catch
        {
            data.SetResult(null);
            throw;
        }
    }

    private sealed class SharedEvent
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<ResultKey, TaskCompletionSource<ReadOnlyMemory<byte>?>> _data = [];

        /// <summary>Returns the data of a request. If this returns false, the caller must complete it.</summary>
        public bool TryGet(ResultKey key, out TaskCompletionSource<ReadOnlyMemory<byte>?> data)
        {
            lock (_gate)
            {
                if (_data.TryGetValue(key, out data!))
                    return true;
                data = _data[key] = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return false;
            }
        }
    }
}

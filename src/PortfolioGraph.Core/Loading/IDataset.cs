using System.Diagnostics.CodeAnalysis;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>How <see cref="DatasetLoader{TKey, TValue}"/> loads one dataset for many keys with few calls.</summary>
internal interface IDataset<TKey, TValue>
{
    /// <summary>The dataset.</summary>
    Dataset Dataset { get; }

    /// <summary>How long a cached value is served without loading it again.</summary>
    TimeSpan TimeToLive { get; }

    /// <summary>
    /// Returns the next of the keys whose values cover this key's value: keys of more facets or of a greater subject, the nearest first. Never the key itself. Not an iterator, because every
    /// lookup of every key would allocate one.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="position">0 for the first covering key; each call sets it for the next.</param>
    /// <param name="covering">The covering key.</param>
    /// <returns>False if there are no further covering keys.</returns>
    bool TryGetNextCovering(TKey key, ref int position, [MaybeNullWhen(false)] out TKey covering);

    /// <summary>Returns the key's part of a covering key's value.</summary>
    TValue Project(TValue covering, TKey key);

    /// <summary>Returns the value with another source in every record that states one.</summary>
    TValue WithSource(TValue value, Source source);

    /// <summary>Records what a value contains, such as its chains and tokens, if another replica has loaded it. Values that this replica loads are recorded as they are loaded.</summary>
    void Record(TValue value);

    /// <summary>Plans the fewest calls for the keys; the facets of one subject are united. Each key, or a key that covers it, must be among a call's covered keys.</summary>
    /// <param name="keys">Different keys.</param>
    IReadOnlyList<PlannedCall<TKey, TValue>> Plan(IReadOnlyList<TKey> keys);
}

/// <summary>A call and the keys that it can complete: the requested keys, and the keys whose values come with them.</summary>
/// <param name="CoveredKeys">The keys.</param>
/// <param name="RunAsync">Makes the call and passes its values to the sink. Waiters of a key that is neither completed, failed nor reassigned load it again.</param>
internal sealed record PlannedCall<TKey, TValue>(IReadOnlyList<TKey> CoveredKeys, Func<ICallResultSink<TKey, TValue>, UpstreamCallOptions, CancellationToken, Task> RunAsync);

/// <summary>Receives the results of one call.</summary>
internal interface ICallResultSink<TKey, TValue>
{
    /// <summary>Completes the waiters of a key. A key that the call does not cover is only cached.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, its source live.</param>
    /// <param name="provenance">The upstream responses that the value was made from.</param>
    /// <param name="store">Whether to cache the value; false if another key's entry contains it, or if it holds for this moment only.</param>
    void Complete(TKey key, TValue value, Provenance provenance, bool store = true);

    /// <summary>Completes the waiters of a key with a value of which a part failed. The value is never cached, and a stale complete value is preferred to it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, its source live.</param>
    /// <param name="provenance">The upstream responses that the value was made from.</param>
    void CompletePartially(TKey key, TValue value, Provenance provenance);

    /// <summary>Fails the waiters of keys, all at once: after one of the waiters knows its failure, no load can join another of the keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="failure">Returns the failure of a key.</param>
    void Fail(IReadOnlyList<TKey> keys, Func<TKey, LoadFailure> failure);

    /// <summary>Moves keys of this call to another call, which is dispatched at once if the keys have waiters.</summary>
    void Reassign(PlannedCall<TKey, TValue> next);
}

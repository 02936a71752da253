namespace PortfolioGraph.Core;

/// <summary>What <see cref="DatasetLoader{TKey, TValue}"/> must know of a dataset to load it for many keys with few calls.</summary>
internal interface IDataset<TKey, TValue>
{
    /// <summary>What is loaded.</summary>
    Dataset Dataset { get; }

    /// <summary>How long an answer is served without asking again.</summary>
    TimeSpan TimeToLive { get; }

    /// <summary>The keys of more facets or a greater subject whose answer holds this one's as well, the nearest first; never the key itself.</summary>
    IEnumerable<TKey> GetCoveringKeys(TKey key);

    /// <summary>The key's part of the wider key's value.</summary>
    TValue Project(TValue covering, TKey key);

    /// <summary>The same value with another source wherever it names one.</summary>
    TValue WithSource(TValue value, Source source);

    /// <summary>The fewest calls that answer the keys: facets of one subject are united. Each key, or its wider one, must be given by one of them.</summary>
    /// <param name="keys">Different keys.</param>
    IReadOnlyList<PlannedCall<TKey, TValue>> Plan(IReadOnlyList<TKey> keys);
}

/// <summary>A call and the keys it can answer: those asked for, and what comes with them.</summary>
/// <param name="CoveredKeys">The keys.</param>
/// <param name="RunAsync">Makes the call and delivers. A key that is neither given, failed nor handed over is loaded anew by whoever waits for it.</param>
internal sealed record PlannedCall<TKey, TValue>(IReadOnlyList<TKey> CoveredKeys, Func<ICallResultSink<TKey, TValue>, CancellationToken, Task> RunAsync);

/// <summary>Where a call puts what it brings.</summary>
internal interface ICallResultSink<TKey, TValue>
{
    /// <summary>Answers a key; also one that the call did not promise, which then is only kept.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, its source live.</param>
    /// <param name="from">The answers it was made from.</param>
    /// <param name="keep">Whether it goes into the cache; false where another key's value there holds it, or it is true for this moment only.</param>
    void Complete(TKey key, TValue value, Provenance from, bool keep = true);

    /// <summary>Answers a key with a value of which a part failed: it is served where there is no whole one at hand, however old, and never kept.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, its source live.</param>
    /// <param name="from">The answers it was made from.</param>
    void CompletePartially(TKey key, TValue value, Provenance from);

    /// <summary>Says that a key's load failed.</summary>
    void Fail(TKey key, LoadFailure failure);

    /// <summary>Loads keys of this call by a call of their own, if anybody still waits for them.</summary>
    void Reassign(PlannedCall<TKey, TValue> next);
}

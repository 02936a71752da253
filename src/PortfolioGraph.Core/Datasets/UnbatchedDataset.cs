namespace PortfolioGraph.Core;

/// <summary>A dataset whose subjects are loaded one by one.</summary>
internal sealed class UnbatchedDataset<TKey, TValue> : IDataset<TKey, TValue>
    where TValue : class
{
    public required Dataset Dataset { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Takes a key's route.</summary>
    public required Func<TKey, CancellationToken, Task<RouteResult<TValue>>> LoadAsync { get; init; }

    /// <summary>The value with another source wherever it names one.</summary>
    public Func<TValue, Source, TValue> WithNewSource { get; init; } = static (value, _) => value;

    /// <summary>Whether no part of the value failed.</summary>
    public Func<TValue, bool> IsComplete { get; init; } = static _ => true;

    /// <summary>Whether the value is true for longer than this moment.</summary>
    public Func<TValue, bool> IsCacheable { get; init; } = static _ => true;

    public IEnumerable<TKey> GetCoveringKeys(TKey key) => [];

    public TValue Project(TValue covering, TKey key) => covering;

    public TValue WithSource(TValue value, Source source) => WithNewSource(value, source);

    public IReadOnlyList<PlannedCall<TKey, TValue>> Plan(IReadOnlyList<TKey> keys) =>
        [.. keys.Select(key => new PlannedCall<TKey, TValue>([key], (results, ct) => RunAsync(key, results, ct)))];

    private async Task RunAsync(TKey key, ICallResultSink<TKey, TValue> results, CancellationToken ct)
    {
        var result = await LoadAsync(key, ct).ConfigureAwait(false);
        if (result.Value is { } value && IsComplete(value))
            results.Complete(key, value, result.Provenance, IsCacheable(value));
        else if (result.Value is { } part)
            results.CompletePartially(key, part, result.Provenance);
        else
            results.Fail(key, result.Failure!);
    }
}

namespace PortfolioGraph.Core;

/// <summary>A dataset whose subjects are loaded one by one.</summary>
internal sealed class UnbatchedDataset<TKey, TValue> : IDataset<TKey, TValue>
    where TValue : class
{
    public required Dataset Dataset { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Takes a key's route.</summary>
    public required Func<TKey, CancellationToken, Task<RouteAnswer<TValue>>> LoadAsync { get; init; }

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
        var answer = await LoadAsync(key, ct).ConfigureAwait(false);
        if (answer.Value is { } value && IsComplete(value))
            results.Complete(key, value, answer.From, IsCacheable(value));
        else if (answer.Value is { } part)
            results.CompletePartially(key, part, answer.From);
        else
            results.Fail(key, answer.Failure!);
    }
}

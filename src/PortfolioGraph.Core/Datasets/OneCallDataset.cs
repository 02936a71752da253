namespace PortfolioGraph.Core;

/// <summary>A dataset whose subjects are loaded one by one.</summary>
internal sealed class OneCallDataset<TKey, TValue> : IDataset<TKey, TValue>
    where TValue : class
{
    public required Dataset Dataset { get; init; }

    public required TimeSpan Life { get; init; }

    /// <summary>Takes a key's route.</summary>
    public required Func<TKey, CancellationToken, Task<RouteAnswer<TValue>>> LoadAsync { get; init; }

    /// <summary>The value with another source wherever it names one.</summary>
    public Func<TValue, Source, TValue> Restate { get; init; } = static (value, _) => value;

    /// <summary>Whether no part of the value failed.</summary>
    public Func<TValue, bool> IsWhole { get; init; } = static _ => true;

    /// <summary>Whether the value is true for longer than this moment.</summary>
    public Func<TValue, bool> IsLasting { get; init; } = static _ => true;

    public IEnumerable<TKey> Wider(TKey key) => [];

    public TValue Narrow(TValue wider, TKey key) => wider;

    public TValue WithSource(TValue value, Source source) => Restate(value, source);

    public IReadOnlyList<PlannedCall<TKey, TValue>> Plan(IReadOnlyList<TKey> keys) =>
        [.. keys.Select(key => new PlannedCall<TKey, TValue>([key], (delivery, ct) => RunAsync(key, delivery, ct)))];

    private async Task RunAsync(TKey key, IDelivery<TKey, TValue> delivery, CancellationToken ct)
    {
        var answer = await LoadAsync(key, ct).ConfigureAwait(false);
        if (answer.Value is { } value && IsWhole(value))
            delivery.Give(key, value, answer.From, IsLasting(value));
        else if (answer.Value is { } part)
            delivery.GivePart(key, part, answer.From);
        else
            delivery.Fail(key, answer.Failure!);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>A dataset whose subjects are loaded one by one.</summary>
internal sealed class UnbatchedDataset<TKey, TValue> : IDataset<TKey, TValue>
    where TValue : class
{
    public required Dataset Dataset { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Takes a key's route.</summary>
    public required Func<TKey, UpstreamCallOptions, CancellationToken, Task<RouteResult<TValue>>> LoadAsync { get; init; }

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
        [.. keys.Select(key => new PlannedCall<TKey, TValue>([key], (results, options, ct) => RunAsync(key, results, options, ct)))];

    private async Task RunAsync(TKey key, ICallResultSink<TKey, TValue> results, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await LoadAsync(key, options, ct).ConfigureAwait(false);
        if (result.Value is { } value && IsComplete(value))
            results.Complete(key, value, result.Provenance, IsCacheable(value));
        else if (result.Value is { } part)
            results.CompletePartially(key, part, result.Provenance);
        else
            results.Fail(key, result.Failure!);
    }
}

/// <summary>Creates datasets of one route table entry.</summary>
internal static class UnbatchedDataset
{
    public static UnbatchedDataset<TKey, TValue> Create<TKey, TValue>(
        IServiceProvider provider,
        Dataset dataset,
        Func<RouteTable, IReadOnlyList<Route<TKey, TValue>>> routes,
        Func<TValue, Source, TValue> restate,
        Func<TValue, bool>? isWhole = null)
        where TValue : class
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<TKey, TValue>
        {
            Dataset = dataset,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = (key, options, ct) => runner.RunAsync(routes(table), key, options, ct),
            WithNewSource = restate,
            IsComplete = isWhole ?? (static _ => true),
        };
    }
}

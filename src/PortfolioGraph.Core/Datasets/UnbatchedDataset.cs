using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>A dataset in which each key is loaded by itself.</summary>
internal sealed class UnbatchedDataset<TKey, TValue> : IDataset<TKey, TValue>
    where TValue : class
{
    public required Dataset Dataset { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Loads one key.</summary>
    public required Func<TKey, UpstreamCallOptions, CancellationToken, Task<RouteResult<TValue>>> LoadAsync { get; init; }

    /// <summary>Returns the value with another source in every record that states one.</summary>
    public Func<TValue, Source, TValue> WithNewSource { get; init; } = static (value, _) => value;

    /// <summary>Whether no part of the value failed.</summary>
    public Func<TValue, bool> IsComplete { get; init; } = static _ => true;

    /// <summary>Whether the value may be cached; false if it holds for this moment only.</summary>
    public Func<TValue, bool> IsCacheable { get; init; } = static _ => true;

    /// <summary>Records what a loaded value contains, such as its chains and tokens.</summary>
    public Action<TValue> Record { get; init; } = static _ => { };

    void IDataset<TKey, TValue>.Record(TValue value) => Record(value);

    public bool TryGetNextCovering(TKey key, ref int position, [MaybeNullWhen(false)] out TKey covering)
    {
        covering = default;
        return false;
    }

    public TValue Project(TValue covering, TKey key) => covering;

    public TValue WithSource(TValue value, Source source) => WithNewSource(value, source);

    public IReadOnlyList<PlannedCall<TKey, TValue>> Plan(IReadOnlyList<TKey> keys) =>
        [.. keys.Select(key => new PlannedCall<TKey, TValue>([key], (results, options, ct) => RunAsync(key, results, options, ct)))];

    private async Task RunAsync(TKey key, ICallResultSink<TKey, TValue> results, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await LoadAsync(key, options, ct).ConfigureAwait(false);
        if (result.Value is { } loaded)
            Record(loaded);
        if (result.Value is { } value && IsComplete(value))
            results.Complete(key, value, result.Provenance, IsCacheable(value));
        else if (result.Value is { } partial)
            results.CompletePartially(key, partial, result.Provenance);
        else
            results.Fail([key], _ => result.Failure!);
    }
}

/// <summary>Creates datasets whose values come from one entry of the route table.</summary>
internal static class UnbatchedDataset
{
    public static UnbatchedDataset<TKey, TValue> Create<TKey, TValue>(
        IServiceProvider provider,
        Dataset dataset,
        Func<RouteTable, IReadOnlyList<Route<TKey, TValue>>> routes,
        Func<TValue, Source, TValue> withNewSource,
        Func<TValue, bool>? isComplete = null,
        Action<TValue>? record = null)
        where TValue : class
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<TKey, TValue>
        {
            Dataset = dataset,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = (key, options, ct) => runner.RunAsync(routes(table), key, options, ct),
            WithNewSource = withNewSource,
            IsComplete = isComplete ?? (static _ => true),
            Record = record ?? (static _ => { }),
        };
    }
}

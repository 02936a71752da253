using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>A loader with scripted results. Each load is recorded with its wallets and its time.</summary>
internal sealed class ScriptedValues(SteppedTimeProvider time) : IDatasetLoader<ValueKey, Valuation>
{
    // In real time, so that a broken test ends.
    private static readonly TimeSpan RealTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<(TimeSpan At, string Wallets)> _loads = [];
    private readonly List<(Func<bool> HasStarted, TaskCompletionSource Started)> _waiting = [];
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<int, LoadResult<Valuation>> _result = static _ => throw new InvalidOperationException("The test has set no result.");
    private TaskCompletionSource? _held;

    /// <summary>The loads so far, each with its time and wallets: <c>w1+w2</c> is one portfolio, <c>w1 w2</c> are two.</summary>
    public IReadOnlyList<(TimeSpan At, string Wallets)> Loads
    {
        get
        {
            lock (_gate)
                return [.. _loads];
        }
    }

    /// <summary>Completes when a load was cancelled.</summary>
    public Task Cancelled => _cancelled.Task.WaitAsync(RealTimeout);

    public bool IsCancelled => _cancelled.Task.IsCompleted;

    /// <summary>Completes when that many loads have started.</summary>
    public Task StartedAsync(int count) => WaitAsync(() => _loads.Count >= count);

    /// <summary>Completes when a load has started at that time.</summary>
    public Task StartedAtAsync(TimeSpan moment) => WaitAsync(() => _loads.Exists(load => load.At == moment));

    /// <summary>Returns one result after the other, for any keys; the last one is repeated.</summary>
    public ScriptedValues Returns(params LoadResult<Valuation>[] results)
    {
        lock (_gate)
        {
            var from = _loads.Count;
            _result = load => results[Math.Min(load - from, results.Length - 1)];
        }

        return this;
    }

    /// <summary>Throws an exception in every load.</summary>
    public ScriptedValues Throws()
    {
        _result = static _ => throw new NotSupportedException("A fault.");
        return this;
    }

    /// <summary>Holds all loads back until they are released.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _held!.SetResult();

    public LoadResult<Valuation> Value(decimal? valueUsd, DataSourceState state = DataSourceState.Live) =>
        LoadResult<Valuation>.Of(new Valuation(valueUsd, null), new Source(state, time.GetUtcNow()));

    public static LoadResult<Valuation> Failure(LoadFailureKind kind = LoadFailureKind.Unavailable, TimeSpan? retryAfter = null) =>
        LoadResult<Valuation>.Failed(new LoadFailure(kind, Dataset.Value, null, retryAfter));

    public async Task<IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>> LoadAsync(IReadOnlyList<ValueKey> keys, CancellationToken cancellationToken)
    {
        LoadResult<Valuation> result;
        lock (_gate)
        {
            _loads.Add((time.Elapsed, string.Join(' ', keys.Select(NameOf).Order(StringComparer.Ordinal))));
            foreach (var (_, started) in _waiting.Where(static waiting => waiting.HasStarted()))
                started.TrySetResult();
            result = _result(_loads.Count - 1);
        }

        if (_held is { } held)
        {
            try
            {
                await held.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _cancelled.TrySetResult();
                throw;
            }
        }

        return keys.ToDictionary(key => key, _ => result);
    }

    private Task WaitAsync(Func<bool> hasStarted)
    {
        lock (_gate)
        {
            if (hasStarted())
                return Task.CompletedTask;

            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((hasStarted, started));
            return started.Task.WaitAsync(RealTimeout);
        }
    }

    private static string NameOf(ValueKey key) => string.Join('+', key.Scope.Owners.Addresses.Select(a => string.Create(null, $"w{Wallets.Number(a.Lower)}")));
}

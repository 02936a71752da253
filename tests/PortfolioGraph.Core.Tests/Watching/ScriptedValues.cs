using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>Values as a test wants them, load by load; each load is recorded with its wallets and its moment.</summary>
internal sealed class ScriptedValues(SteppedTimeProvider time) : IDatasetLoader<ValueKey, Valuation>
{
    // Real time, and only so that a broken test ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<(TimeSpan At, string Wallets)> _loads = [];
    private readonly List<(Func<bool> HasBegun, TaskCompletionSource Begun)> _waiting = [];
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<int, LoadResult<Valuation>> _answer = static _ => throw new InvalidOperationException("The test told no answer.");
    private TaskCompletionSource? _held;

    /// <summary>The loads so far: when, and of which wallets: <c>w1+w2</c> taken as one, <c>w1 w2</c> each on its own.</summary>
    public IReadOnlyList<(TimeSpan At, string Wallets)> Loads
    {
        get
        {
            lock (_gate)
                return [.. _loads];
        }
    }

    /// <summary>Ends when a load was given up by who asked.</summary>
    public Task GivenUp => _givenUp.Task.WaitAsync(Patience);

    public bool IsGivenUp => _givenUp.Task.IsCompleted;

    /// <summary>Ends when that many loads have begun.</summary>
    public Task BegunAsync(int count) => WaitAsync(() => _loads.Count >= count);

    /// <summary>Ends when a load has begun at that moment.</summary>
    public Task BegunAtAsync(TimeSpan moment) => WaitAsync(() => _loads.Exists(load => load.At == moment));

    /// <summary>Gives one answer after the other, whatever is loaded; the last one stays.</summary>
    public ScriptedValues Gives(params LoadResult<Valuation>[] answers)
    {
        lock (_gate)
        {
            var from = _loads.Count;
            _answer = load => answers[Math.Min(load - from, answers.Length - 1)];
        }

        return this;
    }

    /// <summary>Fails by a fault of its own.</summary>
    public ScriptedValues Throws()
    {
        _answer = static _ => throw new NotSupportedException("A fault.");
        return this;
    }

    /// <summary>Lets loads wait until they are released.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _held!.SetResult();

    public LoadResult<Valuation> Value(decimal? valueUsd, SourceState state = SourceState.Live) =>
        LoadResult<Valuation>.Of(new Valuation(valueUsd, null), new Source(state, time.GetUtcNow()));

    public static LoadResult<Valuation> Failure(LoadFailureKind kind = LoadFailureKind.Unavailable, TimeSpan? retryAfter = null) =>
        LoadResult<Valuation>.Failed(new LoadFailure(kind, Dataset.Value, null, retryAfter));

    public async Task<IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>> LoadAsync(IReadOnlyList<ValueKey> keys, CancellationToken cancellationToken)
    {
        LoadResult<Valuation> answer;
        lock (_gate)
        {
            _loads.Add((time.Elapsed, string.Join(' ', keys.Select(Named).Order(StringComparer.Ordinal))));
            foreach (var (_, begun) in _waiting.Where(static waiting => waiting.HasBegun()))
                begun.TrySetResult();
            answer = _answer(_loads.Count - 1);
        }

        if (_held is { } held)
        {
            try
            {
                await held.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _givenUp.TrySetResult();
                throw;
            }
        }

        return keys.ToDictionary(key => key, _ => answer);
    }

    private Task WaitAsync(Func<bool> hasBegun)
    {
        lock (_gate)
        {
            if (hasBegun())
                return Task.CompletedTask;

            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((hasBegun, begun));
            return begun.Task.WaitAsync(Patience);
        }
    }

    private static string Named(ValueKey key) => string.Join('+', key.Scope.Owners.Addresses.Select(a => string.Create(null, $"w{Wallets.Number(a.Lower)}")));
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// One poll for all that is watched. A set of addresses is loaded when the first watcher comes, then with all the others at each tick: in one load, so that
/// they share calls. A load that fails is tried again after a pause that doubles up to the interval.
/// </summary>
internal sealed class PortfolioWatch : IPortfolioWatch, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly CallerInfo Origin = new("watch", CallPriority.Background);

    private readonly Lock _gate = new();
    private readonly Dictionary<AddressSet, WatchedPortfolio> _watched = [];
    private readonly IDatasetLoader<ValueKey, Valuation> _values;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly ILogger<PortfolioWatch> _logger;
    private TimeSpan? _nextTick;
    private Round? _tick;
    private bool _isOver;

    public PortfolioWatch(IDatasetLoader<ValueKey, Valuation> values, IOptions<WatchOptions> options, TimeProvider time, ILogger<PortfolioWatch> logger)
    {
        _values = values;
        _interval = options.Value.Interval;
        MaxPortfolios = options.Value.MaxPortfolios;
        _time = time;
        _started = time.GetTimestamp();
        _logger = logger;

        // The timer outlives the operation that happens to need the watch first, and must not keep what belongs to it.
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static watch => ((PortfolioWatch)watch!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int MaxPortfolios { get; }

    private TimeSpan Now => _time.GetElapsedTime(_started);

    public PortfolioWatcher? Join(Portfolio portfolio)
    {
        var owners = portfolio.Scope.Owners;
        lock (_gate)
        {
            if (!_watched.TryGetValue(owners, out var watched))
            {
                if (_watched.Count >= MaxPortfolios)
                    return null;

                watched = new WatchedPortfolio(owners);
                if (_isOver)
                    watched.End();
                else
                    Add(watched);
            }

            watched.Watchers++;
            return new PortfolioWatcher(portfolio, watched, () => Leave(watched));
        }
    }

    public void End()
    {
        Round[] abandoned;
        lock (_gate)
        {
            _isOver = true;
            abandoned = [.. _watched.Values.Select(static watched => watched.Loading).OfType<Round>().Distinct()];
            foreach (var watched in _watched.Values)
                watched.End();
            _watched.Clear();
            Schedule();
        }

        foreach (var round in abandoned)
            round.Abandoned.Cancel();
    }

    public void Dispose()
    {
        End();
        _timer.Dispose();
    }

    private void Add(WatchedPortfolio watched)
    {
        _watched.Add(watched.Key.Scope.Owners, watched);
        var round = Start([watched], maxAge: null);
        if (_tick is null && _nextTick is null)
            _tick = round;
    }

    private void Leave(WatchedPortfolio watched)
    {
        Round? abandoned = null;
        lock (_gate)
        {
            if (--watched.Watchers > 0 || _isOver)
                return;

            _watched.Remove(watched.Key.Scope.Owners);
            if (watched.Loading is Round round && round.Portfolios.All(static other => other.Watchers == 0))
                abandoned = round;
            Schedule();
        }

        abandoned?.Abandoned.Cancel();
    }

    private void Wake()
    {
        lock (_gate)
        {
            var now = Now;
            var isTick = _nextTick <= now;
            WatchedPortfolio[] due = [.. _watched.Values.Where(watched => watched.Loading is null && (isTick || watched.RetryAt <= now))];
            var round = due.Length > 0 ? Start(due, _interval / 2) : null;
            if (isTick)
                (_tick, _nextTick) = (round, round is null ? now + _interval : null);
            Schedule();
        }
    }

    private Round Start(IReadOnlyList<WatchedPortfolio> portfolios, TimeSpan? maxAge)
    {
        var round = new Round(portfolios, maxAge);
        foreach (var watched in portfolios)
            (watched.Loading, watched.RetryAt) = (round, null);

        // In a flow of its own: what is loaded here is no operation's.
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Watch.RunAsync(work.Round), (Watch: this, Round: round), preferLocal: false);
        return round;
    }

    private async Task RunAsync(Round round)
    {
        IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>? answers = null;
        try
        {
            answers = await LoadAsync(round).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (round.Abandoned.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
        catch (Exception unforeseen)
        {
            _logger.PollFailed(round.Portfolios.Count, unforeseen);
        }

        Land(round, answers);
    }

    /// <summary>The one place where the loads of polls begin: behind all that somebody waits for.</summary>
    private async Task<IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>> LoadAsync(Round round)
    {
        using var flow = UpstreamCallContext.BeginScope(Origin);
        using var demand = FreshnessTracker.Begin(round.MaxAge);
        return await _values.LoadAsync([.. round.Portfolios.Select(static watched => watched.Key)], round.Abandoned.Token).ConfigureAwait(false);
    }

    private void Land(Round round, IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>? answers)
    {
        lock (_gate)
        {
            if (_isOver)
                return;

            // From the end of a load to the next, so that what it brought is past its life by then.
            if (_tick == round)
                (_tick, _nextTick) = (null, Now + _interval);

            foreach (var watched in round.Portfolios.Where(static watched => watched.Watchers > 0))
            {
                watched.Loading = null;
                Take(watched, answers?.GetValueOrDefault(watched.Key));
            }

            Schedule();
        }
    }

    private void Take(WatchedPortfolio watched, LoadResult<Valuation>? answer)
    {
        // Past its time it is the answer of a data source in trouble: better than none, but no news.
        var isGood = answer?.Source is { State: not SourceState.Stale };
        if (answer is { Value: { } value, Source: { } source } && (isGood || watched.News.Value is null))
            watched.Tell(new SeenValue(value.TotalUsd, source.AsOf));

        watched.Failures = isGood ? 0 : watched.Failures + 1;
        watched.RetryAt = isGood ? null : Now + PauseAfter(watched.Failures, answer?.Failure);
    }

    private TimeSpan PauseAfter(int failures, LoadFailure? failure)
    {
        if (failure is { IsRetryable: false })
            return _interval;

        var pause = Math.Max(FirstPause.TotalSeconds * Math.Pow(2, failures - 1), failure?.RetryAfter?.TotalSeconds ?? 0);
        return pause < _interval.TotalSeconds ? TimeSpan.FromSeconds(pause) : _interval;
    }

    private void Schedule()
    {
        if (_watched.Count == 0)
            (_tick, _nextTick) = (null, null);

        var next = _watched.Values.Where(static watched => watched.Loading is null).Select(static watched => watched.RetryAt).Append(_nextTick).Min();
        var wait = next - Now;
        // Rounded up: a timer that wakes before the moment finds nothing due.
        _timer.Change(
            wait is null ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.Value.TotalMilliseconds)) : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>One load for portfolios that are due together.</summary>
    private sealed class Round(IReadOnlyList<WatchedPortfolio> portfolios, TimeSpan? maxAge)
    {
        public IReadOnlyList<WatchedPortfolio> Portfolios => portfolios;

        /// <summary>How old the values may be; null where what is cached will do.</summary>
        public TimeSpan? MaxAge => maxAge;

        /// <summary>The last watcher's leaving.</summary>
        public CancellationTokenSource Abandoned { get; } = new();
    }
}

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
    private static readonly TimeSpan InitialRetryDelay = TimeSpan.FromSeconds(2);
    private static readonly CallerInfo PollCaller = new("watch", CallPriority.Background);

    private readonly Lock _gate = new();
    private readonly Dictionary<AddressSet, WatchedPortfolio> _watched = [];
    private readonly IDatasetLoader<ValueKey, Valuation> _values;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly ILogger<PortfolioWatch> _logger;
    private TimeSpan? _nextTick;
    private Poll? _tick;
    private bool _isEnded;

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
            _timer = time.CreateTimer(static watch => ((PortfolioWatch)watch!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int MaxPortfolios { get; }

    private TimeSpan Now => _time.GetElapsedTime(_started);

    public PortfolioWatcher? Subscribe(Portfolio portfolio)
    {
        var owners = portfolio.Scope.Owners;
        lock (_gate)
        {
            if (!_watched.TryGetValue(owners, out var watched))
            {
                if (_watched.Count >= MaxPortfolios)
                    return null;

                watched = new WatchedPortfolio(owners);
                if (_isEnded)
                    watched.End();
                else
                    Add(watched);
            }

            watched.Watchers++;
            return new PortfolioWatcher(portfolio, watched, () => Unsubscribe(watched));
        }
    }

    public void End()
    {
        Poll[] cancelled;
        lock (_gate)
        {
            _isEnded = true;
            cancelled = [.. _watched.Values.Select(static watched => watched.ActivePoll).OfType<Poll>().Distinct()];
            foreach (var watched in _watched.Values)
                watched.End();
            _watched.Clear();
            Schedule();
        }

        foreach (var poll in cancelled)
            poll.Cancellation.Cancel();
    }

    public void Dispose()
    {
        End();
        _timer.Dispose();
    }

    private void Add(WatchedPortfolio watched)
    {
        _watched.Add(watched.Key.Scope.Owners, watched);
        var poll = StartPoll([watched], maxAge: null);
        if (_tick is null && _nextTick is null)
            _tick = poll;
    }

    private void Unsubscribe(WatchedPortfolio watched)
    {
        Poll? cancelled = null;
        lock (_gate)
        {
            if (--watched.Watchers > 0 || _isEnded)
                return;

            _watched.Remove(watched.Key.Scope.Owners);
            if (watched.ActivePoll is Poll poll && poll.Portfolios.All(static other => other.Watchers == 0))
                cancelled = poll;
            Schedule();
        }

        cancelled?.Cancellation.Cancel();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            var now = Now;
            var isTick = _nextTick <= now;
            WatchedPortfolio[] due = [.. _watched.Values.Where(watched => watched.ActivePoll is null && (isTick || watched.RetryAt <= now))];
            var poll = due.Length > 0 ? StartPoll(due, _interval / 2) : null;
            if (isTick)
                (_tick, _nextTick) = (poll, poll is null ? now + _interval : null);
            Schedule();
        }
    }

    private Poll StartPoll(IReadOnlyList<WatchedPortfolio> portfolios, TimeSpan? maxAge)
    {
        var poll = new Poll(portfolios, maxAge);
        foreach (var watched in portfolios)
            (watched.ActivePoll, watched.RetryAt) = (poll, null);

        // In a flow of its own: what is loaded here is no operation's.
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Watch.RunAsync(work.Round), (Watch: this, Round: poll), preferLocal: false);
        return poll;
    }

    private async Task RunAsync(Poll poll)
    {
        IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>? results = null;
        try
        {
            results = await LoadAsync(poll).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (poll.Cancellation.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
        catch (Exception unforeseen)
        {
            _logger.PollFailed(poll.Portfolios.Count, unforeseen);
        }

        CompletePoll(poll, results);
    }

    /// <summary>The one place where the loads of polls begin: behind all that somebody waits for.</summary>
    private async Task<IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>> LoadAsync(Poll poll)
    {
        using var flow = UpstreamCallContext.BeginScope(PollCaller);
        using var demand = FreshnessTracker.Begin(poll.MaxAge);
        return await _values.LoadAsync([.. poll.Portfolios.Select(static watched => watched.Key)], poll.Cancellation.Token).ConfigureAwait(false);
    }

    private void CompletePoll(Poll poll, IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>? results)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;

            // From the end of a load to the next, so that what it brought is past its life by then.
            if (_tick == poll)
                (_tick, _nextTick) = (null, Now + _interval);

            foreach (var watched in poll.Portfolios.Where(static watched => watched.Watchers > 0))
            {
                watched.ActivePoll = null;
                Apply(watched, results?.GetValueOrDefault(watched.Key));
            }

            Schedule();
        }
    }

    private void Apply(WatchedPortfolio watched, LoadResult<Valuation>? result)
    {
        // Past its time it is the answer of a data source in trouble: better than none, but no news.
        var isFresh = result?.Source is { State: not SourceState.Stale };
        if (result is { Value: { } value, Source: { } source } && (isFresh || watched.Latest.Value is null))
            watched.Publish(new ObservedValue(value.TotalUsd, source.AsOf));

        watched.Failures = isFresh ? 0 : watched.Failures + 1;
        watched.RetryAt = isFresh ? null : Now + RetryDelay(watched.Failures, result?.Failure);
    }

    private TimeSpan RetryDelay(int failures, LoadFailure? failure)
    {
        if (failure is { IsRetryable: false })
            return _interval;

        var pause = Math.Max(InitialRetryDelay.TotalSeconds * Math.Pow(2, failures - 1), failure?.RetryAfter?.TotalSeconds ?? 0);
        return pause < _interval.TotalSeconds ? TimeSpan.FromSeconds(pause) : _interval;
    }

    private void Schedule()
    {
        if (_watched.Count == 0)
            (_tick, _nextTick) = (null, null);

        var next = _watched.Values.Where(static watched => watched.ActivePoll is null).Select(static watched => watched.RetryAt).Append(_nextTick).Min();
        var wait = next - Now;
        // Rounded up: a timer that wakes before the moment finds nothing due.
        _timer.Change(
            wait is null ? Timeout.InfiniteTimeSpan : wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.Value.TotalMilliseconds)) : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>One load for portfolios that are due together.</summary>
    private sealed class Poll(IReadOnlyList<WatchedPortfolio> portfolios, TimeSpan? maxAge)
    {
        public IReadOnlyList<WatchedPortfolio> Portfolios => portfolios;

        /// <summary>How old the values may be; null where what is cached will do.</summary>
        public TimeSpan? MaxAge => maxAge;

        /// <summary>The last watcher's leaving.</summary>
        public CancellationTokenSource Cancellation { get; } = new();
    }
}

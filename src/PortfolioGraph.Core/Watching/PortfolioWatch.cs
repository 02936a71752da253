using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>
/// Polls all watched portfolios. A portfolio is loaded when its first watcher subscribes, then together with all others at each tick, so that they share calls. A failed
/// load is retried after a delay that doubles up to the interval.
/// </summary>
internal sealed partial class PortfolioWatch : IPortfolioWatch, IDisposable
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

    public PortfolioWatch(
        IDatasetLoader<ValueKey, Valuation> values, IOptions<WatchOptions> options, TimeProvider time, WatchMetrics metrics, ILogger<PortfolioWatch> logger, ISharedWatch? shared = null)
    {
        _values = values;
        _interval = options.Value.Interval;
        MaxPortfolios = options.Value.MaxPortfolios;
        _time = time;
        _started = time.GetTimestamp();
        _logger = logger;
        _shared = shared;
        shared?.OnChanged(OnChangedElsewhere);

        metrics.Observe(() => Count(static watched => watched.Sum(static portfolio => portfolio.Watchers)), () => Count(static watched => watched.Count));

        // The timer outlives the operation that creates the watch, so it must not capture the context of that operation.
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
            {
                watched.End();
                _shared?.Release(watched.Key.Scope.Owners);
            }

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

    private int Count(Func<IReadOnlyCollection<WatchedPortfolio>, int> count)
    {
        lock (_gate)
            return count(_watched.Values);
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
            _shared?.Release(watched.Key.Scope.Owners);
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
            (watched.ActivePoll, watched.RetryAt, watched.HasChangedElsewhere) = (poll, null, false);

        // Without the current execution context, because a poll must not count for the operation that starts it.
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Watch.RunAsync(work.Poll), (Watch: this, Poll: poll), preferLocal: false);
        return poll;
    }

    private async Task RunAsync(Poll poll)
    {
        IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>? results = null;
        try
        {
            await ClaimAsync(poll).ConfigureAwait(false);
            results = await LoadAsync(poll).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (poll.Cancellation.IsCancellationRequested)
        {
            // No watcher remains.
        }
        catch (Exception exception)
        {
            _logger.PollFailed(poll.Portfolios.Count, exception);
        }

        CompletePoll(poll, results);
    }

    /// <summary>Loads the values of a poll, with background priority.</summary>
    private async Task<IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>> LoadAsync(Poll poll)
    {
        using var scope = UpstreamCallContext.BeginScope(PollCaller);
        using var freshness = FreshnessTracker.Begin(poll.MaxAge);
        return await _values.LoadAsync([.. poll.Portfolios.Where(poll.IsClaimed).Select(static watched => watched.Key)], poll.Cancellation.Token).ConfigureAwait(false);
    }

    private void CompletePoll(Poll poll, IReadOnlyDictionary<ValueKey, LoadResult<Valuation>>? results)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;

            // The interval counts from the end of the load, so that its values have expired at the next tick.
            if (_tick == poll)
                (_tick, _nextTick) = (null, Now + _interval);

            foreach (var watched in poll.Portfolios.Where(static watched => watched.Watchers > 0))
            {
                watched.ActivePoll = null;
                if (poll.ClaimedElsewhere?.TryGetValue(watched, out var wait) == true)
                    watched.RetryAt = Now + wait;
                else
                    Apply(watched, results?.GetValueOrDefault(watched.Key));
            }

            var changed = poll.Portfolios.Where(static watched => watched is { Watchers: > 0, HasChangedElsewhere: true, ActivePoll: null }).ToList();
            if (changed.Count > 0)
                StartPoll(changed, maxAge: null);

            Schedule();
        }
    }

    private void Apply(WatchedPortfolio watched, LoadResult<Valuation>? result)
    {
        // A stale value means that the refresh failed. It is published only if no value is known yet.
        var isFresh = result?.Source is { State: not DataSourceState.Stale };
        if (result is { Value: { } value, Source: { } source } && (isFresh || watched.Latest.Value is null))
            watched.Publish(new ObservedValue(value.TotalUsd, source.AsOf));

        // Another replica may be able to load it.
        if (!isFresh)
            _shared?.Release(watched.Key.Scope.Owners);
        watched.Failures = isFresh ? 0 : watched.Failures + 1;
        watched.RetryAt = isFresh ? null : Now + RetryDelay(watched.Failures, result?.Failure);
    }

    private TimeSpan RetryDelay(int failures, LoadFailure? failure)
    {
        if (failure is { IsRetryable: false })
            return _interval;

        var delay = Math.Max(InitialRetryDelay.TotalSeconds * Math.Pow(2, failures - 1), failure?.RetryAfter?.TotalSeconds ?? 0);
        return delay < _interval.TotalSeconds ? TimeSpan.FromSeconds(delay) : _interval;
    }

    private void Schedule()
    {
        if (_watched.Count == 0)
            (_tick, _nextTick) = (null, null);

        var next = _watched.Values.Where(static watched => watched.ActivePoll is null).Select(static watched => watched.RetryAt).Append(_nextTick).Min();
        var delay = next - Now;
        // Rounded up, because a timer that fires too early finds nothing due.
        _timer.Change(
            delay is null ? Timeout.InfiniteTimeSpan : delay > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(delay.Value.TotalMilliseconds)) : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>One load of all portfolios that are due together.</summary>
    private sealed class Poll(IReadOnlyList<WatchedPortfolio> portfolios, TimeSpan? maxAge)
    {
        public IReadOnlyList<WatchedPortfolio> Portfolios => portfolios;

        /// <summary>The maximum age of the values; null to accept all fresh cache entries.</summary>
        public TimeSpan? MaxAge => maxAge;

        /// <summary>The portfolios that other replicas poll, and for how long at least; null if this replica polls all of them.</summary>
        public Dictionary<WatchedPortfolio, TimeSpan>? ClaimedElsewhere { get; set; }

        public bool IsClaimed(WatchedPortfolio watched) => ClaimedElsewhere?.ContainsKey(watched) != true;

        /// <summary>Cancelled when no watcher of these portfolios remains.</summary>
        public CancellationTokenSource Cancellation { get; } = new();
    }
}

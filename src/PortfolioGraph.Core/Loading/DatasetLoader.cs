using System.Diagnostics;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Core;

/// <summary>
/// Loads one dataset: from the cache, from a call that is already queued or in flight, or by the fewest new calls.
/// A call belongs to all of its waiters. A call is cancelled only if no waiter remains.
/// </summary>
/// <remarks>
/// The path of one query, <c>{ wallet { tokens { nodes { amount } } } }</c>, from the resolver to the socket and back:
/// <list type="number">
/// <item>The resolver (<c>HoldingsFields</c>) requests a key from its DataLoader: the addresses, and the facets that the selection needs.</item>
/// <item>The DataLoader takes the key from the cache if it is fresh there (<see cref="FindCached"/>). It collects the other keys of one operation and passes them to this class in one batch.</item>
/// <item><see cref="RequestCoalescer{TKey, TValue}.JoinOrStart"/> takes each key from the cache (<see cref="DatasetCacheView{TKey, TValue}.Find"/>), or joins it to a
/// pending call, or plans new calls.</item>
/// <item>The dataset (<see cref="IDataset{TKey, TValue}.Plan"/>) turns the keys into the fewest calls, because several addresses fit in one.</item>
/// <item>Each call requests a permit of the <see cref="IUpstreamRateLimiter"/>. While it is queued, new keys are planned into it.</item>
/// <item>Once the permit is granted, the call is dispatched. <see cref="RouteRunner"/> selects a route from the <see cref="RouteTable"/>, and falls back to another if it fails.</item>
/// <item>The route calls the client of one API version. The resilience pipeline adds the deadline, retries and the circuit breaker; every attempt uses one permit.</item>
/// <item>The HTTP handler sends the request. The rate limiter counts the permit from the moment of sending.</item>
/// <item>The response is read into wire records, and the route maps these to domain records.</item>
/// <item>The dataset passes each key's value to the <see cref="ICallResultSink{TKey, TValue}"/>, which stores it in the cache and completes the key's waiters.</item>
/// <item>This class returns the results. If a load failed and a stale entry exists, it returns the stale entry instead.</item>
/// <item>The resolver returns the value, or throws the failure as a GraphQL error with a code.</item>
/// </list>
/// </remarks>
internal sealed class DatasetLoader<TKey, TValue> : IDatasetLoader<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    private readonly IDataset<TKey, TValue> _dataset;
    private readonly DatasetCacheView<TKey, TValue> _cache;
    private readonly RequestCoalescer<TKey, TValue> _coalescer;
    private readonly IUpstreamRateLimiter _limiter;
    private readonly TimeSpan _softTimeout;
    private readonly TimeProvider _time;
    // Null if this process is the only replica.
    private readonly SharedLoads<TKey, TValue>? _shared;

    public DatasetLoader(
        IDataset<TKey, TValue> dataset,
        DatasetCache cache,
        IUpstreamRateLimiter limiter,
        IOptions<CacheOptions> options,
        IOptions<UpstreamOptions> upstream,
        TimeProvider time,
        LoadMetrics metrics,
        ISharedCache? shared = null)
    {
        (_dataset, _limiter, _softTimeout, _time) = (dataset, limiter, options.Value.SoftTimeout, time);
        _cache = new DatasetCacheView<TKey, TValue>(dataset, cache, options, time, metrics);
        _coalescer = new RequestCoalescer<TKey, TValue>(dataset, _cache, limiter, time, metrics, upstream.Value.CoalescingWindow);
        _shared = shared is null ? null : new SharedLoads<TKey, TValue>(dataset, _cache, shared, _coalescer.IsPending, upstream.Value.QueueTimeout, time);
    }

    /// <summary>How many waiters queued and dispatched calls have.</summary>
    public int WaiterCount => _coalescer.WaiterCount;

    public async Task<IReadOnlyDictionary<TKey, LoadResult<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var activity = PortfolioTelemetry.ActivitySource.StartActivity("load");
        activity?.SetTag("dataset", _dataset.Dataset.ToName()).SetTag("keys", keys.Count);
        var results = new Dictionary<TKey, LoadResult<TValue>>(keys.Count);
        var remaining = keys;

        // A further round loads keys that joined a call whose response did not contain them.
        while (remaining.Count > 0)
        {
            if (_shared is not null)
            {
                remaining = await LoadSharedAsync(_shared, remaining, results, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var (waiters, planned) = _coalescer.JoinOrStart(remaining, results);
            remaining = waiters.Count == 0 ? [] : await AwaitResultsAsync(waiters, planned, results, cancellationToken).ConfigureAwait(false);
        }

        return results;
    }

    public LoadResult<TValue>? FindCached(TKey key)
    {
        // The queue timeout of the operation's later loads counts from its first load, even if that needs no call.
        UpstreamUsageRecorder.Current?.FirstLoadAt(_time);
        return _cache.Find(key).Fresh;
    }

    // Takes from the other replicas what this one has neither cached nor pending, and loads the rest.
    private async Task<IReadOnlyList<TKey>> LoadSharedAsync(SharedLoads<TKey, TValue> shared, IReadOnlyList<TKey> keys, Dictionary<TKey, LoadResult<TValue>> results, CancellationToken ct)
    {
        List<(TKey Key, CacheLookup<TValue> Found)> missing = [];
        var (joined, planned) = _coalescer.JoinOrStart(keys, results, missing);
        if (missing.Count == 0)
            return joined.Count == 0 ? [] : await AwaitResultsAsync(joined, planned, results, ct).ConfigureAwait(false);

        List<TKey> toLoad;
        IReadOnlyList<Waiter<TKey, TValue>> started;
        try
        {
            toLoad = await AwaitImportsAsync(shared, missing, results, ct).ConfigureAwait(false);
            (started, planned) = _coalescer.JoinOrStart(toLoad, results);
        }
        catch
        {
            _coalescer.CancelWaiters(joined);
            throw;
        }

        Dictionary<TKey, LoadResult<TValue>> loaded = [];
        try
        {
            return joined.Count + started.Count == 0 ? [] : await AwaitResultsAsync([.. joined, .. started], planned, results, ct, loaded).ConfigureAwait(false);
        }
        finally
        {
            shared.EndFlights(toLoad, loaded);
        }
    }

    // An operation with a stale value waits no longer for another replica than for the rate limit.
    private async Task<List<TKey>> AwaitImportsAsync(
        SharedLoads<TKey, TValue> shared, List<(TKey Key, CacheLookup<TValue> Found)> missing, Dictionary<TKey, LoadResult<TValue>> results, CancellationToken ct)
    {
        var isInteractive = UpstreamCallContext.Caller.Priority == CallPriority.Interactive;
        var imports = missing.ConvertAll(item => (item.Key, HasFallback: isInteractive && item.Found is { HasStale: true, NeedsUpstreamBypass: false }, Import: shared.ImportAsync(item.Key, item.Found)));
        await Task.WhenAll(imports.Where(static item => !item.HasFallback).Select(static item => item.Import)).WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await Task.WhenAll(imports.Where(static item => item.HasFallback).Select(static item => item.Import)).WaitAsync(_softTimeout, _time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The stale values are served.
        }

        List<TKey> toLoad = new(imports.Count);
        foreach (var (key, _, import) in imports)
        {
            var result = import.IsCompleted ? await import.ConfigureAwait(false) : null;
            var needsFallback = !import.IsCompleted || result is { Failure: not null } or { IsPartial: true };
            if (needsFallback && _cache.FindStale(key) is { } stale)
            {
                results[key] = stale;
                if (result is null)
                    _ = RefreshAsync(key, import);
            }
            else if (result is not null)
            {
                results[key] = _cache.RecordLoaded(key, result);
            }
            else
            {
                toLoad.Add(key);
            }
        }

        return toLoad;
    }

    // The client has the stale value. The key is refreshed for the next one, as a queued call would be: by the other replica, or else by this one.
    private async Task RefreshAsync(TKey key, Task<LoadResult<TValue>?> import)
    {
        var caller = UpstreamCallContext.Caller with { Priority = CallPriority.Background };
        await Task.Yield();
        using var scope = UpstreamCallContext.BeginScope(caller);
        try
        {
            if (await import.ConfigureAwait(false) is null)
                await LoadAsync([key], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception unexpected)
        {
            // It belongs to no operation. The next load of the key meets it again.
            Activity.Current?.AddException(unexpected);
        }
    }

    // What the calls returned is also added to the last argument, even where a stale value is served instead.
    private async Task<List<TKey>> AwaitResultsAsync(
        IReadOnlyList<Waiter<TKey, TValue>> waiters, Task planned, Dictionary<TKey, LoadResult<TValue>> results, CancellationToken ct, Dictionary<TKey, LoadResult<TValue>>? loaded = null)
    {
        try
        {
            if (!planned.IsCompletedSuccessfully)
                await planned.WaitAsync(ct).ConfigureAwait(false);
            // Waiters without a stale value are awaited first, because the operation needs their results in any case.
            await AwaitOrTimeOutAsync(waiters, hasStaleFallback: false, _limiter.QueueTimeout, ct).ConfigureAwait(false);
            await AwaitOrTimeOutAsync(waiters, hasStaleFallback: true, _softTimeout, ct).ConfigureAwait(false);
            foreach (var waiter in waiters)
            {
                if (!waiter.Completion.Task.IsCompleted)
                    await waiter.Completion.Task.WaitAsync(ct).ConfigureAwait(false);
            }
        }
        finally
        {
            _coalescer.CancelWaiters(waiters);
        }

        List<TKey> missing = [];
        foreach (var waiter in waiters)
        {
            var result = await waiter.Completion.Task.ConfigureAwait(false);
            if (result is not null)
                loaded?[waiter.Key] = result;
            if (result is null)
                missing.Add(waiter.Key);
            else if ((result.Failure is not null || result.IsPartial) && _cache.FindStale(waiter.Key) is { } stale)
                results[waiter.Key] = stale;
            else
                results[waiter.Key] = _cache.RecordLoaded(waiter.Key, result);
        }

        return missing;
    }

    // Awaits completion, and times out the waiters of calls that are not dispatched in time. The timeout counts from the first load of the operation, even for its later
    // loads and for calls that another client started.
    private Task AwaitOrTimeOutAsync(IReadOnlyList<Waiter<TKey, TValue>> waiters, bool hasStaleFallback, TimeSpan timeout, CancellationToken ct)
    {
        List<Waiter<TKey, TValue>>? queued = null;
        foreach (var waiter in waiters)
        {
            if (waiter.HasStaleFallback == hasStaleFallback && waiter.Call is { IsDispatched: false })
                (queued ??= []).Add(waiter);
        }

        return queued is null ? Task.CompletedTask : AwaitOrTimeOutAsync(queued, timeout, ct);
    }

    private async Task AwaitOrTimeOutAsync(List<Waiter<TKey, TValue>> waiters, TimeSpan timeout, CancellationToken ct)
    {
        var timeLeft = timeout - _time.GetElapsedTime(waiters[0].WaitingSince);
        try
        {
            await Task.WhenAll(waiters.Select(static waiter => waiter.Completion.Task)).WaitAsync(timeLeft > TimeSpan.Zero ? timeLeft : TimeSpan.Zero, _time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _coalescer.TimeOutWaiters(waiters);
        }
    }
}

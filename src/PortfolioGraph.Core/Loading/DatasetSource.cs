using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// The one way every dataset is loaded: from the cache, by waiting for a call that is already under way, or by the fewest new calls.
/// A call belongs to all who wait for it: one caller's leaving ends only its own wait, the last one's leaving cancels the call.
/// </summary>
internal sealed class DatasetSource<TKey, TValue> : IDatasetSource<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    private readonly IDataset<TKey, TValue> _dataset;
    private readonly AnswerCache _cache;
    private readonly CacheOptions _options;
    private readonly TimeProvider _time;
    private readonly ICallBudget _budget;
    private readonly CallDesk<TKey, TValue> _desk;

    public DatasetSource(IDataset<TKey, TValue> dataset, AnswerCache cache, ICallBudget budget, IOptions<CacheOptions> options, TimeProvider time)
    {
        (_dataset, _cache, _budget, _options, _time) = (dataset, cache, budget, options.Value, time);
        _desk = new CallDesk<TKey, TValue>(dataset, budget, time, Keep);
    }

    /// <summary>How many waits for a call there are.</summary>
    public int Seats => _desk.Seats;

    public async Task<IReadOnlyDictionary<TKey, Fetched<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answers = new Dictionary<TKey, Fetched<TValue>>(keys.Count);
        var maxAge = MaxAge();
        var open = keys;

        // A second round is for keys that came with somebody else's call but were not in its answer.
        while (open.Count > 0)
        {
            var seats = _desk.Take(open, key => WantsAnew(key, maxAge), IsKeptForTrouble, key => FindCached(key, maxAge), answers);
            open = await LandAsync(seats, answers, cancellationToken).ConfigureAwait(false);
        }

        return answers;
    }

    private async Task<List<TKey>> LandAsync(IReadOnlyList<Seat<TKey, TValue>> seats, Dictionary<TKey, Fetched<TValue>> answers, CancellationToken ct)
    {
        try
        {
            await WaitForPermitsAsync([.. seats.Where(static seat => !seat.CanBeLate && seat.Call is { HasLeft: false })], _budget.Patience, ct).ConfigureAwait(false);
            await WaitForPermitsAsync([.. seats.Where(static seat => seat.CanBeLate && seat.Call is { HasLeft: false })], _options.StaleWait, ct).ConfigureAwait(false);
            await AllOf(seats).WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            _desk.Leave(seats);
        }

        List<TKey> again = [];
        foreach (var seat in seats)
        {
            var arrived = await seat.Arrival.Task.ConfigureAwait(false);
            if (arrived is null)
                again.Add(seat.Key);
            else if ((arrived.Failure is not null || arrived.IsPart) && FindStale(seat.Key) is { } stale)
                answers[seat.Key] = stale;
            else
                answers[seat.Key] = arrived.Failure is null ? Noted(seat.Key, arrived, _dataset.Life) : arrived;
        }

        return again;
    }

    // The patience is that of the whole operation, whichever of its loads waits, and whoever's call it waits for.
    private async Task WaitForPermitsAsync(IReadOnlyList<Seat<TKey, TValue>> seats, TimeSpan patience, CancellationToken ct)
    {
        if (seats.Count == 0)
            return;

        var left = patience - _time.GetElapsedTime(seats[0].Since);
        try
        {
            await AllOf(seats).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _desk.EndWaits(seats);
        }
    }

    private static Task<Fetched<TValue>?[]> AllOf(IEnumerable<Seat<TKey, TValue>> seats) => Task.WhenAll(seats.Select(static seat => seat.Arrival.Task));

    // The greatest age that the request takes, where it may say so; what is younger than the floor is young enough for anybody.
    private TimeSpan? MaxAge() =>
        !_options.HonourRequests || Freshness.Current?.MaxAge is not { } wanted ? null : wanted < _options.FreshFloor ? _options.FreshFloor : wanted;

    // Who asks for younger data than is at hand is not to be given what the data source itself has kept.
    private bool WantsAnew(TKey key, TimeSpan? maxAge) =>
        (maxAge is not null && (Freshness.Current!.MaxAge <= _dataset.Life || (Find(key, _dataset.Life, out var entry, out _) && AgeOf(entry) > maxAge)))
        || _cache.ForgottenAt(KeyOwners.Of(key)) is not null;

    private bool IsKeptForTrouble(TKey key) => Find(key, _dataset.Life + _options.StaleIfError, out _, out _);

    private Fetched<TValue>? FindCached(TKey key, TimeSpan? maxAge)
    {
        if (!Find(key, _dataset.Life, out var entry, out var isWider))
            return null;

        // What this very operation asked for is as live for its other fields as for the one that came first.
        var isOwn = entry.LoadedBy is { } loader && loader == UpstreamTally.Current;
        if (!isOwn && (AgeOf(entry) > maxAge || IsForgotten(key, entry)))
            return null;
        if (!isOwn)
            UpstreamTally.AddCached(entry);

        var served = isOwn ? Served(entry, SourceState.Live) : entry.AsCached ??= Served(entry, SourceState.Cached);
        return Noted(key, isWider ? Narrowed(served, key) : served, _dataset.Life - _time.GetElapsedTime(entry.FetchedAt));
    }

    private Fetched<TValue>? FindStale(TKey key)
    {
        if (!Find(key, _dataset.Life + _options.StaleIfError, out var entry, out var isWider))
            return null;

        var served = Served(entry, SourceState.Stale);
        return Noted(key, isWider ? Narrowed(served, key) : served, TimeSpan.Zero);
    }

    private bool Find(TKey key, TimeSpan age, out Entry entry, out bool isWider)
    {
        isWider = false;
        if (IsKept(key, age, out entry))
            return true;

        foreach (var wider in _dataset.Wider(key))
        {
            isWider = IsKept(wider, age, out entry);
            if (isWider)
                return true;
        }

        return false;
    }

    private bool IsKept(TKey key, TimeSpan age, out Entry entry) =>
        _cache.TryGet(CacheKey(key), out entry!) && _time.GetElapsedTime(entry.FetchedAt) < age;

    // A call that the data source answered from its own cache, or that was under way already, may be as old as what was forgotten.
    private bool IsForgotten(TKey key, Entry entry) => _cache.ForgottenAt(KeyOwners.Of(key)) is { } turn && (turn > entry.Turn || !entry.IsAnew);

    private TimeSpan AgeOf(Entry entry) => entry.AgeWhenFetched + _time.GetElapsedTime(entry.FetchedAt);

    private void Keep(TKey key, TValue value, Provenance from)
    {
        var age = _time.GetUtcNow() - from.AsOf;
        _cache.Set(
            CacheKey(key),
            new Entry(value, from, age < TimeSpan.Zero ? TimeSpan.Zero : age, _time.GetTimestamp(), _cache.NextTurn(), !UpstreamCacheUse.IsAllowed, UpstreamTally.Current),
            AnswerWeight.Of(value));
    }

    private Fetched<TValue> Served(Entry entry, SourceState state)
    {
        var source = entry.From.In(state);
        return Fetched<TValue>.Of(_dataset.WithSource(entry.Value, source), source);
    }

    private Fetched<TValue> Narrowed(Fetched<TValue> wider, TKey key) => Fetched<TValue>.Of(_dataset.Narrow(wider.Value!, key), wider.Source!);

    private Fetched<TValue> Noted(TKey key, Fetched<TValue> served, TimeSpan remaining)
    {
        if (Freshness.Current is not null)
            Freshness.NoteServed($"{_dataset.Dataset} {key}", served.Source!.AsOf, remaining);
        return served;
    }

    private (Dataset Dataset, TKey Key) CacheKey(TKey key) => (_dataset.Dataset, key);

    /// <summary>An answer in the cache.</summary>
    /// <param name="Value">The value, its source live.</param>
    /// <param name="From">The answers it was made from.</param>
    /// <param name="AgeWhenFetched">How old it was when it came.</param>
    /// <param name="FetchedAt">When it came, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="Turn">When it came, by <see cref="AnswerCache.NextTurn"/>.</param>
    /// <param name="IsAnew">Whether the data source's own cache was passed by.</param>
    /// <param name="LoadedBy">The operation whose call brought it; null outside any.</param>
    private sealed record Entry(TValue Value, Provenance From, TimeSpan AgeWhenFetched, long FetchedAt, long Turn, bool IsAnew, UpstreamTally? LoadedBy)
    {
        /// <summary>As it is served within its life, made once.</summary>
        public Fetched<TValue>? AsCached { get; set; }
    }
}

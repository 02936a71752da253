using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>
/// The one way every dataset is loaded: from the cache, by waiting for a call that is already under way, or by the fewest new calls.
/// A call belongs to all who wait for it: one caller's leaving ends only its own wait, the last one's leaving cancels the call.
/// </summary>
internal sealed class DatasetSource<TKey, TValue>(IDataset<TKey, TValue> dataset, AnswerCache cache, IOptions<CacheOptions> options, TimeProvider time)
    : IDatasetSource<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Flight> _underWay = [];
    private readonly AnswerCache _cache = cache;
    private readonly TimeProvider _time = time;

    public async Task<IReadOnlyDictionary<TKey, Fetched<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answers = new Dictionary<TKey, Fetched<TValue>>(keys.Count);
        var open = keys;

        // A second round is for keys that came with somebody else's call but were not in its answer.
        while (open.Count > 0)
        {
            var seats = Board(open, answers, out var calls);
            foreach (var call in calls)
                _ = RunAsync(call);
            open = await LandAsync(seats, answers, cancellationToken).ConfigureAwait(false);
        }

        return answers;
    }

    private List<Seat> Board(IReadOnlyList<TKey> keys, Dictionary<TKey, Fetched<TValue>> answers, out List<Call> calls)
    {
        List<Seat> seats = [];
        List<TKey> missing = [];

        lock (_gate)
        {
            foreach (var key in keys)
            {
                if (FindCached(key) is { } cached)
                {
                    answers[key] = cached;
                }
                else if (FindFlight(key) is { } flight)
                {
                    seats.Add(flight.Take(key));
                    if (flight.Call.StartedBy != UpstreamTally.Current)
                        UpstreamTally.AddJoined(flight.Call);
                }
                else
                {
                    missing.Add(key);
                }
            }

            calls = missing.Count == 0 ? [] : [.. dataset.Plan(missing).Select(Register)];
            foreach (var key in missing)
                seats.Add((FindFlight(key) ?? throw new InvalidOperationException($"No call was planned for {key}.")).Take(key));
        }

        return seats;
    }

    private Flight? FindFlight(TKey key) =>
        dataset.Wider(key).Prepend(key).Select(wider => _underWay.GetValueOrDefault(wider)).FirstOrDefault(static flight => flight is not null);

    private Call Register(PlannedCall<TKey, TValue> planned)
    {
        var call = new Call(this, planned);
        foreach (var key in planned.Gives)
        {
            var flight = new Flight(key, call);
            if (_underWay.TryAdd(key, flight))
                call.Flights.Add(flight);
        }

        return call;
    }

    private async Task RunAsync(Call call)
    {
        Exception? fault = null;
        try
        {
            await call.Planned.RunAsync(call, call.Abandoned.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.Abandoned.IsCancellationRequested)
        {
            // Nobody waits any more.
        }
        catch (Exception unforeseen)
        {
            // Let through to those who wait: it is their operation that fails, not the process.
            fault = unforeseen;
        }

        Close(call, fault);
    }

    private void Close(Call call, Exception? fault)
    {
        List<Flight> left;
        lock (_gate)
        {
            call.IsClosed = true;
            left = [.. call.Flights.Where(flight => flight.Call == call && Depart(flight))];
        }

        foreach (var flight in left)
        {
            if (fault is null)
                flight.Arrival.TrySetResult(null);
            else
                flight.Arrival.TrySetException(fault);
        }
    }

    private async Task<List<TKey>> LandAsync(List<Seat> seats, Dictionary<TKey, Fetched<TValue>> answers, CancellationToken ct)
    {
        try
        {
            await Task.WhenAll(seats.Select(static seat => seat.Flight.Arrival.Task)).WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            Leave(seats);
        }

        List<TKey> again = [];
        foreach (var (key, flight) in seats)
        {
            var arrived = await flight.Arrival.Task.ConfigureAwait(false);
            if (arrived is null)
                again.Add(key);
            else if (arrived.Failure is not null)
                answers[key] = FindStale(key) ?? arrived;
            else
                answers[key] = flight.Key.Equals(key) ? arrived : Narrowed(arrived, key);
        }

        return again;
    }

    private void Leave(List<Seat> seats)
    {
        List<Call> abandoned = [];
        lock (_gate)
        {
            foreach (var (_, flight) in seats)
            {
                flight.Waiting--;
                var call = flight.Call;
                if (call.IsClosed || call.Flights.Any(other => other.Call == call && other.Waiting > 0))
                    continue;

                call.IsClosed = true;
                foreach (var other in call.Flights.Where(other => other.Call == call))
                    Depart(other);
                abandoned.Add(call);
            }
        }

        foreach (var call in abandoned)
            call.Abandoned.Cancel();
    }

    private bool Depart(Flight flight) => _underWay.TryGetValue(flight.Key, out var current) && current == flight && _underWay.Remove(flight.Key);

    private Fetched<TValue>? FindCached(TKey key)
    {
        if (!Find(key, dataset.Life, out var entry, out var isWider))
            return null;

        // What this very operation asked for is as live for its other fields as for the one that came first.
        var isOwn = entry.LoadedBy is { } loader && loader == UpstreamTally.Current;
        if (!isOwn)
            UpstreamTally.AddCached(entry);

        var served = isOwn ? Served(entry, SourceState.Live) : entry.AsCached ??= Served(entry, SourceState.Cached);
        return isWider ? Narrowed(served, key) : served;
    }

    private Fetched<TValue>? FindStale(TKey key)
    {
        if (!Find(key, dataset.Life + options.Value.StaleIfError, out var entry, out var isWider))
            return null;

        var served = Served(entry, SourceState.Stale);
        return isWider ? Narrowed(served, key) : served;
    }

    private bool Find(TKey key, TimeSpan age, out Entry entry, out bool isWider)
    {
        isWider = false;
        if (IsKept(key, age, out entry))
            return true;

        foreach (var wider in dataset.Wider(key))
        {
            isWider = IsKept(wider, age, out entry);
            if (isWider)
                return true;
        }

        return false;
    }

    private bool IsKept(TKey key, TimeSpan age, out Entry entry) =>
        _cache.TryGet(CacheKey(key), out entry!) && _time.GetElapsedTime(entry.FetchedAt) < age;

    private Fetched<TValue> Served(Entry entry, SourceState state)
    {
        var source = new Source(state, entry.AsOf);
        return Fetched<TValue>.Of(dataset.WithSource(entry.Value, source), source);
    }

    private Fetched<TValue> Narrowed(Fetched<TValue> wider, TKey key) => Fetched<TValue>.Of(dataset.Narrow(wider.Value!, key), wider.Source!);

    private (Dataset Dataset, TKey Key) CacheKey(TKey key) => (dataset.Dataset, key);

    /// <summary>An answer in the cache.</summary>
    /// <param name="Value">The value, its source live.</param>
    /// <param name="AsOf">The moment it was true for the data source.</param>
    /// <param name="FetchedAt">When it came, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="LoadedBy">The operation whose call brought it; null outside any.</param>
    private sealed record Entry(TValue Value, DateTimeOffset AsOf, long FetchedAt, UpstreamTally? LoadedBy)
    {
        /// <summary>As it is served within its life, made once.</summary>
        public Fetched<TValue>? AsCached { get; set; }
    }

    /// <summary>A key that a call under way will answer. It arrives with null when the call ended without an answer for it.</summary>
    private sealed class Flight(TKey key, Call call)
    {
        public TKey Key => key;

        public Call Call { get; set; } = call;

        public int Waiting { get; set; }

        // Whoever delivers does not run what others do with it.
        public TaskCompletionSource<Fetched<TValue>?> Arrival { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Seat Take(TKey wanted)
        {
            Waiting++;
            return new Seat(wanted, this);
        }
    }

    private readonly record struct Seat(TKey Key, Flight Flight);

    private sealed class Call(DatasetSource<TKey, TValue> source, PlannedCall<TKey, TValue> planned) : IDelivery<TKey, TValue>
    {
        public PlannedCall<TKey, TValue> Planned => planned;

        /// <summary>The operation on whose behalf the call is made; null outside any.</summary>
        public UpstreamTally? StartedBy { get; } = UpstreamTally.Current;

        public List<Flight> Flights { get; } = [];

        public CancellationTokenSource Abandoned { get; } = new();

        public bool IsClosed { get; set; }

        public void Give(TKey key, TValue value, DateTimeOffset asOf, bool keep)
        {
            if (keep)
                source._cache.Set(source.CacheKey(key), new Entry(value, asOf, source._time.GetTimestamp(), UpstreamTally.Current));
            Arrive(key, Fetched<TValue>.Of(value, new Source(SourceState.Live, asOf)));
        }

        public void Fail(TKey key, LoadFailure failure) => Arrive(key, Fetched<TValue>.Failed(failure));

        public void HandOver(PlannedCall<TKey, TValue> next)
        {
            var call = new Call(source, next);
            lock (source._gate)
            {
                foreach (var key in next.Gives)
                {
                    if (FlightOf(key) is not { } flight)
                        continue;
                    flight.Call = call;
                    call.Flights.Add(flight);
                }

                if (call.Flights.All(static flight => flight.Waiting == 0))
                {
                    foreach (var flight in call.Flights)
                        source.Depart(flight);
                    return;
                }
            }

            _ = source.RunAsync(call);
        }

        private void Arrive(TKey key, Fetched<TValue> answer)
        {
            Flight? flight;
            lock (source._gate)
            {
                flight = FlightOf(key);
                if (flight is not null)
                    source.Depart(flight);
            }

            flight?.Arrival.TrySetResult(answer);
        }

        private Flight? FlightOf(TKey key) => source._underWay.TryGetValue(key, out var flight) && flight.Call == this ? flight : null;
    }
}

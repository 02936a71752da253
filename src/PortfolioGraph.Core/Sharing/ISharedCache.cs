namespace PortfolioGraph.Core;

/// <summary>
/// The second-level cache behind the <see cref="DatasetCache"/>, which all replicas of the server share, and their flights: which replica is loading which key. All times are milliseconds
/// of a clock that the replicas share. While the cache is unavailable, each replica works alone.
/// </summary>
internal interface ISharedCache
{
    /// <summary>Whether the cache can be used at the moment.</summary>
    bool IsAvailable { get; }

    /// <summary>The current time of the shared clock.</summary>
    long Now { get; }

    /// <summary>Looks a key up. If no entry is fresh enough and no replica is loading the key, this replica begins its flight.</summary>
    /// <param name="key">The key.</param>
    /// <param name="demand">What is fresh enough.</param>
    /// <returns>The outcome. Null if the cache is unavailable.</returns>
    Task<SharedLookup?> OpenAsync(SharedKey key, SharedDemand demand);

    /// <summary>Starts to listen for the end of a key's flight in another replica.</summary>
    /// <param name="key">The key.</param>
    ISharedFlightListener Listen(SharedKey key);

    /// <summary>Keeps the flights of this replica alive, which otherwise end after some seconds.</summary>
    /// <param name="keys">The keys.</param>
    void Renew(IReadOnlyList<SharedKey> keys);

    /// <summary>
    /// Stores an entry in the background, ends the key's flight and notifies the other replicas. An entry that was loaded later is not replaced, nor one that bypassed the upstream's cache a
    /// moment ago by one that did not.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="entry">Writes the entry. Called once.</param>
    /// <param name="lifetime">How long the entry may be of use.</param>
    /// <returns>False if the entry cannot be shared. Then the flight goes on.</returns>
    bool TryStore(SharedKey key, Func<SharedEntry> entry, TimeSpan lifetime);

    /// <summary>Ends a flight of this replica that stored nothing, in the background.</summary>
    /// <param name="key">The key.</param>
    /// <param name="flightId">The flight. If another one has taken its place, nothing happens.</param>
    /// <param name="result">The result of the load as text for the replicas that wait for it; null if another replica is to load the key.</param>
    void End(SharedKey key, string flightId, string? result);

    /// <summary>Calls a method when another replica has stored an entry of a dataset. Several methods are called in the order of their registration.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="handler">Receives the text of the key and when its value was loaded. It must not throw.</param>
    void OnStored(Dataset dataset, Action<string, long> handler);

    /// <summary>Calls a method about once a second while the cache is available.</summary>
    /// <param name="handler">The method. It must not throw.</param>
    void OnBeat(Action handler);
}

/// <summary>Listens for the end of one flight.</summary>
internal interface ISharedFlightListener : IDisposable
{
    /// <summary>Completes when a replica has stored the key or has ended its flight: with the text of its result, or with null.</summary>
    Task<string?> Ended { get; }
}

/// <summary>A key of a dataset in the shared cache.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Text">The key as text.</param>
/// <param name="Covering">For a lookup, the texts of the keys whose values cover this key's value, the nearest first.</param>
/// <param name="BypassesUpstreamCache">Whether its flight bypasses the upstream's own cache. Such a flight is another one than the ordinary flight of the key.</param>
/// <param name="IsInteractive">Whether a client waits for the key. Such a load does not wait for a background load of another replica but takes over its flight.</param>
internal sealed record SharedKey(Dataset Dataset, string Text, IReadOnlyList<string> Covering, bool BypassesUpstreamCache = false, bool IsInteractive = true);

/// <summary>Which entries are fresh enough.</summary>
/// <param name="TimeToLive">For how long after its loading an entry is fresh.</param>
/// <param name="MaxAge">The greatest age of the data; null for any.</param>
/// <param name="LoadedAfter">The time after which an entry must have been loaded, bypassing the upstream's cache, because its addresses were invalidated then; null if they were not.</param>
/// <param name="KnownLoadedAt">When the entry was loaded that this replica has already; null if it has none. An older entry is of no use.</param>
internal sealed record SharedDemand(TimeSpan TimeToLive, TimeSpan? MaxAge, long? LoadedAfter, long? KnownLoadedAt);

/// <summary>An entry of the shared cache.</summary>
/// <param name="Value">The value as <see cref="EntryFormat"/> writes it.</param>
/// <param name="LoadedAt">When the value was loaded.</param>
/// <param name="AgeWhenLoaded">The value's age when it was loaded.</param>
/// <param name="BypassedUpstreamCache">Whether the upstream's own cache was bypassed.</param>
internal sealed record SharedEntry(ReadOnlyMemory<byte> Value, long LoadedAt, TimeSpan AgeWhenLoaded, bool BypassedUpstreamCache);

/// <summary>What a look into the shared cache found.</summary>
/// <param name="Flight">Who loads the key.</param>
/// <param name="FlightText">The text of the key whose flight another replica has, which is the key itself or one that covers it.</param>
/// <param name="FlightId">The name of this replica's flight, if it has one.</param>
/// <param name="Text">The text of the entry's key, which is the key itself or one that covers it; null if there is no entry.</param>
/// <param name="Entry">A fresh entry, or an entry that can serve as a stale value; null if there is none.</param>
internal sealed record SharedLookup(SharedFlight Flight, string FlightText, string FlightId, string? Text, SharedEntry? Entry);

/// <summary>Who loads a key.</summary>
internal enum SharedFlight
{
    /// <summary>No replica, because an entry is fresh.</summary>
    None,

    /// <summary>This replica.</summary>
    Own,

    /// <summary>Another replica.</summary>
    Other,
}

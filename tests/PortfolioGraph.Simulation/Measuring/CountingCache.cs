using System.Globalization;
using PortfolioGraph.Core;
using PortfolioGraph.Redis;

namespace PortfolioGraph.Simulation.Measuring;

/// <summary>A shared cache that is always empty and counts what it is given. Entries have the form in which Redis stores them.</summary>
internal sealed class CountingCache(TimeProvider time) : ISharedCache
{
    private const string Replica = "0123456789abcdef";
    private const string Prefix = "{portfoliograph}:cache:0123456789abcdef:";
    private const int HashLength = 32;
    private readonly Lock _gate = new();

    public bool IsAvailable => true;

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public int Lookups { get; private set; }

    public int Stores { get; private set; }

    public long ValueBytes { get; private set; }

    public long KeyBytes { get; private set; }

    public long MessageBytes { get; private set; }

    public Task<SharedLookup?> OpenAsync(SharedKey key, SharedDemand demand)
    {
        lock (_gate)
            Lookups++;
        return Task.FromResult<SharedLookup?>(new SharedLookup(SharedFlight.Own, key.Text, "", null, null));
    }

    public ISharedFlightListener Listen(SharedKey key) => new NoListener();

    public void Renew(IReadOnlyList<SharedKey> keys)
    {
    }

    public bool TryStore(SharedKey key, Func<SharedEntry> entry, TimeSpan lifetime)
    {
        var id = key.Dataset.ToName().Length + 1 + HashLength;
        var bytes = EntryBytes.Write(entry())!.Length;
        lock (_gate)
        {
            Stores++;
            ValueBytes += bytes;
            KeyBytes += Prefix.Length + id;
            // As RedisCache writes it: the replica, the id, the dataset, the time and the key's text, separated by tabs.
            MessageBytes += Replica.Length + id + ((int)key.Dataset).ToString(CultureInfo.InvariantCulture).Length + 13 + key.Text.Length + 4;
        }

        return true;
    }

    public void End(SharedKey key, string flightId, string? result)
    {
    }

    public void OnStored(Dataset dataset, Action<string, long> handler)
    {
    }

    public void OnBeat(Action handler)
    {
    }

    /// <summary>Starts to count from 0.</summary>
    public void Clear() => (Lookups, Stores, ValueBytes, KeyBytes, MessageBytes) = (0, 0, 0, 0, 0);

    private sealed class NoListener : ISharedFlightListener
    {
        public Task<string?> Ended => Task.FromResult<string?>(null);

        public void Dispose()
        {
        }
    }
}

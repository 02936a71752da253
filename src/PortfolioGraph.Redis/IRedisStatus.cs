using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>What the host needs of the connection to Redis.</summary>
public interface IRedisStatus
{
    /// <summary>Whether the last operation or heartbeat succeeded. If not, this replica uses its share of the call budget, and counts the requests of clients alone.</summary>
    bool IsAvailable { get; }

    /// <summary>Calls a method with the connection as soon as there is one, for instrumentation.</summary>
    /// <param name="handler">The method. It must not throw.</param>
    void OnConnected(Action<IConnectionMultiplexer> handler);
}

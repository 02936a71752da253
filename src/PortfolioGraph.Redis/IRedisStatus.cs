namespace PortfolioGraph.Redis;

/// <summary>Whether Redis can be used.</summary>
public interface IRedisStatus
{
    /// <summary>Whether the last operation or heartbeat succeeded. If not, this replica uses its share of the call budget, and counts the requests of clients alone.</summary>
    bool IsAvailable { get; }
}

using Microsoft.Extensions.Logging;

namespace PortfolioGraph.Redis;

/// <summary>The log messages about Redis. They name the kind of an error only, because the text of an error may contain keys.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(1, LogLevel.Information, "Redis is available; {Replicas} replicas share the account")]
    public static partial void Available(this ILogger logger, int replicas);

    [LoggerMessage(2, LogLevel.Warning, "Redis is unavailable ({Error}); this replica uses its share of the call budget and its own cache until Redis responds")]
    public static partial void Unavailable(this ILogger logger, string error);

    [LoggerMessage(4, LogLevel.Error, "An entry of {Dataset} could not be written for the other replicas")]
    public static partial void StoreFailed(this ILogger logger, string dataset, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The heartbeat to Redis failed with an unexpected exception; it continues")]
    public static partial void BeatFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The connection to Redis was not closed properly ({Error}); it ends with the process")]
    public static partial void CloseFailed(this ILogger logger, string error);

    [LoggerMessage(3, LogLevel.Warning, "Redis did not respond in time at the start; this replica starts with its share of the call budget and its own cache")]
    public static partial void StartedWithoutRedis(this ILogger logger);
}

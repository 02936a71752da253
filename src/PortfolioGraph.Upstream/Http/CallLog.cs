using Microsoft.Extensions.Logging;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// Log messages, one for each attempt. They contain neither the URL, which includes wallet addresses, nor the key or the body.
/// </summary>
internal static partial class CallLog
{
    [LoggerMessage(1, LogLevel.Debug, "Upstream {Endpoint} returned {Status} in {Milliseconds} ms for {Addresses} addresses, request id {RequestId}")]
    public static partial void Succeeded(this ILogger logger, string endpoint, int? status, long milliseconds, int addresses, string? requestId);

    [LoggerMessage(2, LogLevel.Warning, "Upstream {Endpoint} failed as {Failure} with status {Status} after {Milliseconds} ms for {Addresses} addresses, request id {RequestId}, cause {Cause}")]
    public static partial void Failed(this ILogger logger, string endpoint, UpstreamFailureKind failure, int? status, long milliseconds, int addresses, string? requestId, string cause);

    [LoggerMessage(3, LogLevel.Warning, "Upstream {Endpoint} was cancelled with status {Status} after {Milliseconds} ms for {Addresses} addresses, request id {RequestId}")]
    public static partial void Cancelled(this ILogger logger, string endpoint, int? status, long milliseconds, int addresses, string? requestId);
}

using Microsoft.Extensions.Logging;

namespace PortfolioGraph.Core;

/// <summary>The log messages of polls. They never contain addresses.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(1, LogLevel.Error, "A poll of {Portfolios} portfolios failed with an unexpected exception; polling continues")]
    public static partial void PollFailed(this ILogger logger, int portfolios, Exception exception);
}

using Microsoft.Extensions.Logging;

namespace PortfolioGraph.Core;

/// <summary>What is logged of polls. Not in it: the addresses.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(1, LogLevel.Error, "A poll of {Portfolios} portfolios failed by a fault of this server; it goes on")]
    public static partial void PollFailed(this ILogger logger, int portfolios, Exception fault);
}

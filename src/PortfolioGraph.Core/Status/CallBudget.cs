using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>What is left of the data source's calls per second, which all users of this server share.</summary>
/// <param name="LimitPerSecond">Calls per second; null without a limit.</param>
/// <param name="Remaining">How many calls could leave at once; 0 within a wait that the data source announced, else null without a limit.</param>
/// <param name="Waiting">How many calls wait for their turn.</param>
/// <param name="ResetAt">When a new call could leave, after all that wait now and not before the end of a wait that the data source announced; null when it could at once.</param>
public sealed record CallBudget(decimal? LimitPerSecond, int? Remaining, int Waiting, DateTimeOffset? ResetAt);

/// <summary>What is left of the data source's calls per second, which all users of this server share.</summary>
public interface ICallBudgetView
{
    /// <summary>Calls per second; null without a limit.</summary>
    decimal? LimitPerSecond { get; }

    /// <summary>How many calls could leave at once; null without a limit.</summary>
    int? Remaining { get; }

    /// <summary>How many calls wait for their turn.</summary>
    int Waiting { get; }

    /// <summary>When a new call could leave, after all that wait now and not before the end of a wait that the data source announced; null when it could at once.</summary>
    DateTimeOffset? ResetAt { get; }
}

internal sealed class CallBudgetView(IUpstreamRateLimiter budget) : ICallBudgetView
{
    public decimal? LimitPerSecond => budget.Current.LimitPerSecond;

    public int? Remaining => budget.Current.Remaining;

    public int Waiting => budget.Current.Waiting;

    public DateTimeOffset? ResetAt => budget.Current.ResetAt;
}

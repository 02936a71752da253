using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>The remaining calls to the data source, which all clients of this server share, at one moment.</summary>
/// <param name="LimitPerSecond">Calls per second; null if there is no limit.</param>
/// <param name="Remaining">How many calls could be sent at once; 0 during a wait that the data source announced, otherwise null if there is no limit.</param>
/// <param name="Waiting">How many calls are queued.</param>
/// <param name="ResetAt">When a new call could be sent, after those already queued and after a wait that the data source announced; null if immediately.</param>
public sealed record CallBudget(decimal? LimitPerSecond, int? Remaining, int Waiting, DateTimeOffset? ResetAt);

/// <summary>Reads the call budget.</summary>
public interface ICallBudgetView
{
    /// <summary>The budget at this moment, as the current caller finds it. All members of the snapshot are of the same moment.</summary>
    CallBudget Current { get; }
}

/// <summary>Reads the call budget from the rate limiter.</summary>
internal sealed class CallBudgetView(IUpstreamRateLimiter limiter) : ICallBudgetView
{
    public CallBudget Current
    {
        get
        {
            var state = limiter.Current;
            return new CallBudget(state.LimitPerSecond, state.Remaining, state.Waiting, state.ResetAt);
        }
    }
}

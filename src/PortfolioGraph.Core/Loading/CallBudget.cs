namespace PortfolioGraph.Core;

/// <summary>What is left of the data source's calls per second, which all users of this server share.</summary>
/// <param name="LimitPerSecond">Calls per second; null without a limit.</param>
/// <param name="Remaining">How many calls could leave at once; 0 within a wait that the data source announced, else null without a limit.</param>
/// <param name="Waiting">How many calls wait for their turn.</param>
/// <param name="ResetAt">When a new call could leave, after all that wait now and not before the end of a wait that the data source announced; null when it could at once.</param>
public sealed record CallBudget(decimal? LimitPerSecond, int? Remaining, int Waiting, DateTimeOffset? ResetAt);

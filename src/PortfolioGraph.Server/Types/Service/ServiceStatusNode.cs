using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Service;

/// <summary>How the data source is.</summary>
[ObjectType<ServiceStatus>]
public static partial class ServiceStatusNode
{
    /// <summary>What is left of the data source's calls per second, which all users of this server share; as of now, whatever the age of the rest.</summary>
    public static CallBudget GetBudget([Parent] ServiceStatus status, [Service] ICallBudgetView budget) =>
        new(budget.LimitPerSecond, budget.Remaining, budget.Waiting, budget.ResetAt);
}

using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Service;

/// <summary>Questions about the data source itself.</summary>
[QueryType]
public static partial class ServiceQueries
{
    /// <summary>How the data source is, and what is left of its call budget. Null with an error where it cannot be told.</summary>
    [Cost(10)]
    public static async Task<ServiceStatus?> GetServiceAsync(
        [Service] IDatasetLoader<Dataset, ServiceStatus> loader,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await loader.LoadAsync([Dataset.ServiceStatus], cancellationToken))[Dataset.ServiceStatus].ValueOrThrow(context);
}

/// <summary>How the data source is.</summary>
[ObjectType<ServiceStatus>]
public static partial class ServiceStatusNode
{
    /// <summary>What is left of the data source's calls per second, which all users of this server share; as of now, whatever the age of the rest.</summary>
    public static CallBudget GetBudget([Parent] ServiceStatus status, [Service] ICallBudgetView budget) => budget.Current;
}

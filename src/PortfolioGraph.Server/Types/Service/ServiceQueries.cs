using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Service;

/// <summary>Queries about the data source itself.</summary>
[QueryType]
public static partial class ServiceQueries
{
    /// <summary>Status of the data source and remaining call budget. Null with an error if unknown.</summary>
    [Cost(10)]
    public static async Task<ServiceStatus?> GetPortfolioServiceAsync(
        [Service] IDatasetLoader<Dataset, ServiceStatus> loader,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await loader.LoadAsync([Dataset.ServiceStatus], cancellationToken))[Dataset.ServiceStatus].ValueOrThrow(context);
}

/// <summary>The status of the data source.</summary>
[ObjectType<ServiceStatus>]
public static partial class ServiceStatusNode
{
    static partial void Configure(IObjectTypeDescriptor<ServiceStatus> descriptor) => descriptor.Name("PortfolioServiceStatus");

    /// <summary>The remaining calls per second to the data source, shared by all users of this server. Always current, even if the other fields are cached.</summary>
    public static CallBudget GetBudget([Parent] ServiceStatus status, [Service] ICallBudgetView budget) => budget.Current;
}

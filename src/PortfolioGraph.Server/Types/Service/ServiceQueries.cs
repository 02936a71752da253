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
        [Service] IDatasetLoader<Dataset, ServiceStatus> source,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await source.LoadAsync([Dataset.ServiceStatus], cancellationToken))[Dataset.ServiceStatus].ValueOrThrow(context);
}

using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Types.Service;

/// <summary>Queries about the data source itself.</summary>
[QueryType]
public static partial class ServiceQueries
{
    // The parent of the fields that need no upstream call. They do not read it.
    private static readonly ServiceStatus NotLoaded = new(IsAvailable: false, new Source(SourceState.Live, default));

    /// <summary>Status of the data source and remaining call budget. Null with an error if unknown.</summary>
    [Cost(10)]
    public static async Task<ServiceStatus?> GetServiceAsync(
        [Service] IDatasetLoader<Dataset, ServiceStatus> loader,
        IResolverContext context,
        CancellationToken cancellationToken) => context.IsSelected("isAvailable") || context.IsSelected("source")
            ? (await loader.LoadAsync([Dataset.ServiceStatus], cancellationToken))[Dataset.ServiceStatus].ValueOrThrow(context)
            : NotLoaded;
}

/// <summary>The status of the data source.</summary>
[ObjectType<ServiceStatus>]
public static partial class ServiceStatusNode
{
    /// <summary>The remaining calls per second to the data source, shared by all users of this server. Always current, even if the other fields are cached.</summary>
    public static CallBudget GetBudget([Parent] ServiceStatus status, [Service] ICallBudgetView budget) => budget.Current;

    /// <summary>Whether the data is invented: it comes from the server's sandbox instead of a data source.</summary>
    public static bool IsSandbox([Parent] ServiceStatus status, [Service] IConfiguration configuration) => UpstreamReport.ReadIsSandbox(configuration);
}

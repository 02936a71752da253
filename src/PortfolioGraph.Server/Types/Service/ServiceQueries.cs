using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Types.Service;

/// <summary>Queries about the data source itself.</summary>
[QueryType]
public static partial class ServiceQueries
{
    // The parent of fields that need no upstream call.
    private static readonly ServiceStatus NotLoaded = new(IsAvailable: false, new Source(DataSourceState.Live, default));

    /// <summary>Status of the data source and remaining call budget. Null with an error if unknown.</summary>
    [Cost(10)]
    public static async Task<ServiceStatus?> GetPortfolioServiceAsync(
        [Service] IDatasetLoader<Dataset, ServiceStatus> loader,
        IResolverContext context,
        CancellationToken cancellationToken) => context.IsSelected("isAvailable") || context.IsSelected("source")
            ? await LoadAsync(NotLoaded, loader, context, cancellationToken)
            : NotLoaded;

    /// <summary>Loads the status unless it is loaded.</summary>
    internal static async Task<ServiceStatus> LoadAsync(ServiceStatus status, IDatasetLoader<Dataset, ServiceStatus> loader, IResolverContext context, CancellationToken cancellationToken) =>
        ReferenceEquals(status, NotLoaded) ? (await loader.LoadAsync([Dataset.ServiceStatus], cancellationToken))[Dataset.ServiceStatus].ValueOrThrow(context) : status;
}

/// <summary>The status of the data source.</summary>
/// <remarks>HotChocolate's <c>IsSelected</c> does not see the fields of deferred fragments, so <c>isAvailable</c> and <c>source</c> load the status if their parent did not.</remarks>
[ObjectType<ServiceStatus>]
public static partial class ServiceStatusNode
{
    static partial void Configure(IObjectTypeDescriptor<ServiceStatus> descriptor) => descriptor.Name("PortfolioServiceStatus");

    /// <summary>Whether the data source reports that it is available; false if it cannot be reached.</summary>
    public static async Task<bool> IsAvailableAsync(
        [Parent] ServiceStatus status,
        [Service] IDatasetLoader<Dataset, ServiceStatus> loader,
        IResolverContext context,
        CancellationToken cancellationToken) => (await ServiceQueries.LoadAsync(status, loader, context, cancellationToken)).IsAvailable;

    /// <summary>The source and time of the report.</summary>
    public static async Task<Source> GetSourceAsync(
        [Parent] ServiceStatus status,
        [Service] IDatasetLoader<Dataset, ServiceStatus> loader,
        IResolverContext context,
        CancellationToken cancellationToken) => (await ServiceQueries.LoadAsync(status, loader, context, cancellationToken)).Source;

    /// <summary>The remaining calls per second to the data source, shared by all users of this server. Always current, even if the other fields are cached.</summary>
    public static CallBudget GetBudget([Parent] ServiceStatus status, [Service] ICallBudgetView budget)
    {
        UpstreamUsageRecorder.MarkUnrepeatable();
        return budget.Current;
    }

    /// <summary>Whether the data is invented: it comes from the server's sandbox instead of a data source.</summary>
    public static bool IsSandbox([Parent] ServiceStatus status, [Service] IConfiguration configuration) => UpstreamReport.ReadIsSandbox(configuration);
}

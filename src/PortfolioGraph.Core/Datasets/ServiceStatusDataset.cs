using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>The status of the upstream service.</summary>
internal static class ServiceStatusDataset
{
    /// <summary>Creates the dataset. If the service cannot be reached, the result is a status of unavailable, which is not cached.</summary>
    public static UnbatchedDataset<Dataset, ServiceStatus> Create(IServiceProvider provider)
    {
        var (routes, runner, time) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>(), provider.GetRequiredService<TimeProvider>());
        return new UnbatchedDataset<Dataset, ServiceStatus>
        {
            Dataset = Dataset.ServiceStatus,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = async (key, options, ct) =>
            {
                var result = await runner.RunAsync(routes.Status, key, options, ct).ConfigureAwait(false);
                if (result.Failure is not { Kind: LoadFailureKind.Unavailable or LoadFailureKind.Timeout })
                    return result;

                var now = new Provenance(time.GetUtcNow());
                return RouteResults.Of(new ServiceStatus(false, now.ToSource(DataSourceState.Live)), now);
            },
            WithNewSource = static (status, source) => status with { Source = source },
            IsCacheable = static status => status.IsAvailable,
        };
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PortfolioGraph.Core.Routing.V4;
using PortfolioGraph.Core.Routing.V5;

namespace PortfolioGraph.Core;

internal static class RoutingServiceCollectionExtensions
{
    /// <summary>Adds the route table and the services of its routes.</summary>
    public static IServiceCollection AddRouting(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<LoadMetrics>();
        services.TryAddSingleton<RowReader>();
        services.TryAddSingleton<V4ValueRoutes>();
        services.TryAddSingleton<V4HoldingRoutes>();
        services.TryAddSingleton<V4CatalogRoutes>();
        services.TryAddSingleton<V4GeneralRoutes>();
        services.TryAddSingleton<V4ProfitAndLossRoutes>();
        services.TryAddSingleton<V5ValueRoutes>();
        services.TryAddSingleton<V5TokenRoutes>();
        services.TryAddSingleton<V5PositionRoutes>();
        services.TryAddSingleton<V5CatalogRoutes>();
        services.TryAddSingleton<V5GeneralRoutes>();
        services.TryAddSingleton<V5PastRoutes>();
        services.TryAddSingleton<ChartMapper>();
        services.TryAddSingleton<RouteTable>();
        services.TryAddSingleton<RouteRunner>();
        services.TryAddSingleton<ObservedCapabilities>();
        return services;
    }
}

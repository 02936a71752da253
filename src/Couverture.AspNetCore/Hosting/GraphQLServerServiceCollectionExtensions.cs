using Couverture.AspNetCore.Hosting;
using Couverture.AspNetCore.Http;
using Couverture.AspNetCore.Ide;
using Couverture.AspNetCore.Sdl;
using Couverture.AspNetCore.ServerSentEvents;
using Couverture.AspNetCore.Subscriptions;
using Couverture.AspNetCore.WebSockets;
using Couverture.Execution;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a GraphQL server to an application's services.</summary>
public static class GraphQLServerServiceCollectionExtensions
{
    /// <summary>
    /// Adds the GraphQL engine and its HTTP transports. The schema is built during startup, before the server listens, so that an invalid
    /// schema prevents startup.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <returns>The builder for declaring the schema.</returns>
    public static IRequestExecutorBuilder AddGraphQLServer(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddRouting();
        services.TryAddSingleton<SchemaDocument>();
        services.TryAddSingleton(IdeSite.FromApplicationDirectory());
        services.TryAddSingleton<Reservations>();
        services.TryAddSingleton<SingleConnectionEndpoint>();
        services.TryAddSingleton<ISocketSessionInterceptor, DefaultSocketSessionInterceptor>();
        services.TryAddSingleton<SocketEndpoint>();
        services.TryAddSingleton<OperationEndpoint>();
        services.TryAddSingleton<GraphQLEndpoint>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemaStartup>());
        return services.AddGraphQL();
    }
}

using System.Diagnostics.CodeAnalysis;
using Couverture.AspNetCore;
using Couverture.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts a GraphQL server at an address of the application.</summary>
public static class GraphQLEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Serves GraphQL at an address: POST with a JSON body, GET with <c>?query=</c> for queries, deferred parts as <c>multipart/mixed</c>,
    /// subscriptions as <c>text/event-stream</c> or over a WebSocket (for which the application must call <c>UseWebSockets()</c>), GET
    /// <c>?sdl</c> for the schema, and the GraphQL IDE for browsers, whose files lie below the address.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The address, from the application's root.</param>
    /// <exception cref="InvalidOperationException"><c>AddGraphQLServer()</c> was not called on the application's services.</exception>
    public static GraphQLEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string path = "/graphql")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var endpoint = endpoints.ServiceProvider.GetService<GraphQLEndpoint>()
            ?? throw new InvalidOperationException("MapGraphQL needs the GraphQL server's services: call builder.Services.AddGraphQLServer() first.");
        var pattern = RoutePatternFactory.Parse($"{path.TrimEnd('/')}/{{**{GraphQLEndpoint.SubpathKey}}}");
        return new GraphQLEndpointConventionBuilder(endpoints.Map(pattern, endpoint.InvokeAsync).WithDisplayName($"GraphQL {path}"));
    }

    /// <summary>Sets the options of a GraphQL endpoint.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="options">The options; they replace those of an earlier call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting that cannot be, by its name.</exception>
    public static GraphQLEndpointConventionBuilder WithOptions(this GraphQLEndpointConventionBuilder builder, GraphQLServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return builder.WithMetadata(options);
    }
}

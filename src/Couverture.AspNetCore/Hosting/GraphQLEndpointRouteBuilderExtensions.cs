using System.Diagnostics.CodeAnalysis;
using Couverture.AspNetCore;
using Couverture.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps GraphQL endpoints.</summary>
public static class GraphQLEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a GraphQL endpoint. Operations are sent by POST with a JSON body, or by GET with <c>?query=</c> for queries. Deferred parts are
    /// sent as <c>multipart/mixed</c>. Subscriptions use <c>text/event-stream</c> or a WebSocket, for which the application must call
    /// <c>UseWebSockets()</c>. <c>GET ?sdl</c> returns the schema. Browsers receive the GraphQL IDE, whose files are served below the path.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path of the endpoint.</param>
    /// <exception cref="InvalidOperationException"><c>AddGraphQLServer()</c> was not called on the application's services.</exception>
    public static GraphQLEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string path = "/graphql")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var endpoint = endpoints.ServiceProvider.GetService<GraphQLEndpoint>()
            ?? throw new InvalidOperationException("The services of the GraphQL server are missing. Call builder.Services.AddGraphQLServer() before MapGraphQL().");
        var pattern = RoutePatternFactory.Parse($"{path.TrimEnd('/')}/{{**{GraphQLEndpoint.SubpathKey}}}");
        return new GraphQLEndpointConventionBuilder(endpoints.Map(pattern, endpoint.InvokeAsync).WithDisplayName($"GraphQL {path}"));
    }

    /// <summary>Sets the options of a GraphQL endpoint.</summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="options">The options; they replace those of an earlier call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is invalid; <see cref="ArgumentException.ParamName"/> names it.</exception>
    public static GraphQLEndpointConventionBuilder WithOptions(this GraphQLEndpointConventionBuilder builder, GraphQLServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return builder.WithMetadata(options);
    }
}

using Couverture.Federation;
using PortfolioGraph.Server.Types.Entities;

namespace PortfolioGraph.Server.Engine;

/// <summary>Apollo Federation on this engine.</summary>
internal static class Federation
{
    // Other graphs with connections have the same type.
    private const string SharedType = "PageInfo";

    // Gateways use `_entities` instead, and clients of the composed graph use the fields with validated addresses.
    private static readonly string[] GatewayLookups = ["walletByKey", "walletsByKey"];

    /// <summary>Makes the graph a subgraph of Apollo Federation.</summary>
    /// <param name="graph">The builder of the server.</param>
    public static IRequestExecutorBuilder AddFederation(this IRequestExecutorBuilder graph) => graph.ConfigureSchema(static schema =>
    {
        schema.EnableFederation();
        schema.Extend(SharedType, static type => type.Directives.Add(FederationDirectives.Shareable()));
        schema.Extend("Query", static type =>
        {
            foreach (var lookup in type.Fields.Where(field => GatewayLookups.Contains(field.Name)))
                lookup.Directives.Add(FederationDirectives.Inaccessible());
        });
    });

    /// <summary>Makes a type an entity.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="graph">The builder of the server.</param>
    /// <param name="key">The fields of the key.</param>
    /// <param name="resolve">A static method that returns the object of the representation in its context.</param>
    public static IRequestExecutorBuilder AddEntity<T>(this IRequestExecutorBuilder graph, string key, Func<IResolverContext, Task<T?>> resolve)
        where T : class =>
        graph.ConfigureSchema(schema => schema.Entity<T>(key, async context => await resolve(context)));

    /// <summary>Returns the key in the representation that the resolver of an entity is to load.</summary>
    /// <param name="context">The context of the resolver.</param>
    public static EntityKey ReadEntityKey(this IResolverContext context) => new(context.GetRepresentation().Value);
}

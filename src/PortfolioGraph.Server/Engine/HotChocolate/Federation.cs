using HotChocolate.ApolloFederation.Types;
using PortfolioGraph.Server.Types.Entities;

namespace PortfolioGraph.Server.Engine;

/// <summary>Apollo Federation on this engine, which makes <c>PageInfo</c> shareable by itself.</summary>
internal static class Federation
{
    // HotChocolate stores the representation under this name.
    private const string RepresentationState = "data";

    /// <summary>Makes the graph a subgraph of Apollo Federation.</summary>
    /// <param name="graph">The builder of the server.</param>
    public static IRequestExecutorBuilder AddFederation(this IRequestExecutorBuilder graph) => graph.AddApolloFederation();

    /// <summary>Makes a type an entity.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="graph">The builder of the server.</param>
    /// <param name="key">The fields of the key.</param>
    /// <param name="resolve">A static method that returns the object of the representation in its context.</param>
    public static IRequestExecutorBuilder AddEntity<T>(this IRequestExecutorBuilder graph, string key, Func<IResolverContext, Task<T?>> resolve)
        where T : class =>
        graph.ConfigureDescriptorContext(context => context.TypeConfiguration.TryAdd<T>(
            $"entity:{typeof(T).Name}:{key}",
            () => (IObjectTypeDescriptor<T> descriptor) => descriptor.Key(key).ResolveReferenceWith(resolve.Method)));

    /// <summary>Returns the key in the representation that the resolver of an entity is to load.</summary>
    /// <param name="context">The context of the resolver.</param>
    public static EntityKey ReadEntityKey(this IResolverContext context) => new(context.GetLocalState<IValueNode>(RepresentationState) ?? NullValueNode.Default);
}

using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Reads an id that cannot be read as the id of a type that does not exist. HotChocolate would fail the whole field <c>nodes</c>; so only the item of the wrong id is null, with an error.
/// </summary>
/// <param name="inner">The engine's serializer.</param>
internal sealed class LenientNodeIds(INodeIdSerializer inner) : INodeIdSerializer
{
    private const string UnknownType = "of an id that cannot be read";

    /// <inheritdoc />
    public string Format(string typeName, object internalId) => inner.Format(typeName, internalId);

    /// <inheritdoc />
    public NodeId Parse(string formattedId, INodeIdRuntimeTypeLookup runtimeTypeLookup)
    {
        try
        {
            return inner.Parse(formattedId, runtimeTypeLookup);
        }
        catch (Exception)
        {
            return new NodeId(UnknownType, formattedId);
        }
    }

    /// <inheritdoc />
    public NodeId Parse(string formattedId, Type runtimeType) => inner.Parse(formattedId, runtimeType);
}

/// <summary>Registers <see cref="LenientNodeIds"/>.</summary>
internal static class LenientNodeIdsExtensions
{
    /// <summary>Replaces the engine's serializer of ids. Call it after the engine has registered its own.</summary>
    /// <param name="graph">The builder of the server.</param>
    public static IRequestExecutorBuilder AddLenientNodeIds(this IRequestExecutorBuilder graph) => graph.ConfigureSchemaServices(services =>
    {
        var engine = services.Last(service => service.ServiceType == typeof(INodeIdSerializer));
        services.RemoveAll<INodeIdSerializer>();
        services.AddSingleton<INodeIdSerializer>(provider => new LenientNodeIds((INodeIdSerializer)engine.ImplementationFactory!(provider)));
    });
}

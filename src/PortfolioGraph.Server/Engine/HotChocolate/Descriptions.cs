namespace PortfolioGraph.Server.Engine;

/// <summary>Adds descriptions that HotChocolate does not read by itself.</summary>
internal static class Descriptions
{
    /// <summary>
    /// Describes the root types by the doc comments of their classes, which HotChocolate treats as extensions of types without a description. Call it before the types of
    /// the module are added, because the module adds a root type only if there is none.
    /// </summary>
    /// <param name="graph">The builder of the server.</param>
    public static IRequestExecutorBuilder DescribeRoots(this IRequestExecutorBuilder graph) => graph.ConfigureSchema(static schema => schema
        .TryAddRootType(static () => Root(OperationTypeNames.Query, typeof(Types.Query)), OperationType.Query)
        .TryAddRootType(static () => Root(OperationTypeNames.Mutation, typeof(Types.Mutation)), OperationType.Mutation)
        .TryAddRootType(static () => Root(OperationTypeNames.Subscription, typeof(Types.Subscription)), OperationType.Subscription));

    private static ObjectType Root(string name, Type documented) => new(type => type
        .Name(name)
        .Extend()
        .OnBeforeCreate((context, definition) => definition.Description = context.Naming.GetTypeDescription(documented, TypeKind.Object)));
}

/// <summary>The scalar <c>URL</c>, which has no description in HotChocolate.</summary>
internal sealed class DescribedUrl : UrlType
{
    public DescribedUrl() => Description = "An absolute URL (RFC 3986).";
}

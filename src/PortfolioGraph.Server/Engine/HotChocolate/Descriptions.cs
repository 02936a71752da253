namespace PortfolioGraph.Server.Engine;

/// <summary>Descriptions that HotChocolate does not take over by itself.</summary>
internal static class Descriptions
{
    /// <summary>
    /// Describes the root types by the doc comments of their classes, which HotChocolate takes as extensions of types without a description. It belongs before the types of
    /// the module, which adds a root type only if there is none.
    /// </summary>
    /// <param name="graph">The server.</param>
    public static IRequestExecutorBuilder DescribeRoots(this IRequestExecutorBuilder graph) => graph.ConfigureSchema(static schema => schema
        .TryAddRootType(static () => Root(OperationTypeNames.Query, typeof(Types.Query)), OperationType.Query)
        .TryAddRootType(static () => Root(OperationTypeNames.Mutation, typeof(Types.Mutation)), OperationType.Mutation)
        .TryAddRootType(static () => Root(OperationTypeNames.Subscription, typeof(Types.Subscription)), OperationType.Subscription));

    private static ObjectType Root(string name, Type documented) => new(type => type
        .Name(name)
        .Extend()
        .OnBeforeCreate((context, definition) => definition.Description = context.Naming.GetTypeDescription(documented, TypeKind.Object)));
}

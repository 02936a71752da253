using System.Globalization;
using Couverture.Cost;
using Couverture.Execution;
using Couverture.Types;

namespace Couverture.Relay;

/// <summary>Global object identification (the Relay server specification): the interface <c>Node</c> and the root fields <c>node</c> and <c>nodes</c>.</summary>
internal sealed class NodeDefinition
{
    public const string InterfaceName = "Node";
    public const string NodeName = "node";
    public const string NodesName = "nodes";

    public const string NodeCoordinate = "Query.node";
    public const string NodesCoordinate = "Query.nodes";

    private const string IdName = "id";

    // The node resolvers of a schema differ. Most make one or two external calls, as a field that weighs 10 or 20 does.
    private const int IdWeight = 20;
    private const string IdsName = "ids";

    private readonly SchemaOptions _options;
    private readonly Dictionary<Type, (bool HasNumber, Func<ResolverContext, ValueTask<object?>> Resolve)> _resolvers = [];

    /// <param name="options">The maximum number of ids.</param>
    /// <param name="types">The types, of which those with a node resolver become nodes.</param>
    public NodeDefinition(SchemaOptions options, IEnumerable<TypeDefinition> types)
    {
        _options = options;
        foreach (var type in types.OfType<ObjectTypeDefinition>())
        {
            if (type is not { NodeResolver: { } resolver, RuntimeType: { } runtimeType })
                continue;
            _resolvers.Add(runtimeType, (resolver.Arguments[0].Type.GetRuntimeType() == typeof(int), resolver.Resolver!.ToFunction()));
            type.Interfaces.Add(typeof(INode));
        }
    }

    /// <summary>The interface type.</summary>
    public InterfaceTypeDefinition Interface { get; } = new(InterfaceName)
    {
        RuntimeType = typeof(INode),
        Description = "An object that can be loaded again by its global id.",
        Fields = { new FieldDefinition { Name = IdName, Description = "The global id.", Type = TypeReference.Named("ID").NonNull() } },
    };

    /// <summary>Adds the fields to the query root, before its own.</summary>
    public void AddTo(ObjectTypeDefinition query, Func<Schema> schema, List<string> errors)
    {
        if (_resolvers.Count == 0)
            errors.Add("Global object identification is enabled, but no type has a node resolver.");
        query.Fields.Insert(0, new FieldDefinition
        {
            Name = NodeName,
            Description = "An object by its global id. Null with an error if there is none.",
            Type = TypeReference.Named(InterfaceName),
            Resolver = new FieldResolver.Async(context => ResolveOneAsync((FieldContext)context, schema())),
            Arguments = [WithCost(new ArgumentDefinition { Name = IdName, Description = "The global id.", Type = TypeReference.Named("ID").NonNull() })],
        });
        var nodes = new FieldDefinition
        {
            Name = NodesName,
            Description = $"Several objects by their global ids, in request order; at most {_options.MaxAllowedNodeBatchSize.ToString("N0", CultureInfo.InvariantCulture)}. An item is null with an error at its index if there is no such object; other items are not affected.",
            Type = TypeReference.Named(InterfaceName).List().NonNull(),
            Resolver = new FieldResolver.Async(context => ResolveManyAsync((FieldContext)context, schema())),
            Arguments =
            [
                WithCost(new ArgumentDefinition
                {
                    Name = IdsName,
                    Description = "The global ids.",
                    Type = TypeReference.Named("ID").NonNull().List().NonNull(),
                    ToCollection = static items => items.Cast<string>().ToArray(),
                }),
            ],
        };
        if (_options.EnableCost)
            nodes.Directives.Add(CostDirectives.ListSize(0, [IdsName], [], requireOneSlicingArgument: true));
        query.Fields.Insert(1, nodes);
    }

    private ArgumentDefinition WithCost(ArgumentDefinition argument)
    {
        if (_options.EnableCost)
            argument.Directives.Add(CostDirectives.Cost(IdWeight));
        return argument;
    }

    private async ValueTask<object?> ResolveOneAsync(FieldContext field, Schema schema)
    {
        var values = await ItemContext.ResolveAllAsync(field, [new NodeContext(field, null, field.ArgumentValue<string>(IdName))], node => ResolveAsync(node, schema));
        return values[0];
    }

    private async ValueTask<object?> ResolveManyAsync(FieldContext field, Schema schema)
    {
        var ids = field.ArgumentValue<string[]>(IdsName);
        return ids.Length <= _options.MaxAllowedNodeBatchSize
            ? await ItemContext.ResolveAllAsync(field, ids.Select((id, i) => new NodeContext(field, i, id)).ToArray(), node => ResolveAsync(node, schema))
            : throw new GraphQLException(new Error(
                string.Create(CultureInfo.InvariantCulture, $"`{NodesName}` accepts at most {_options.MaxAllowedNodeBatchSize} ids but got {ids.Length}. Split them over several requests."),
                ErrorCodes.LimitExceeded));
    }

    private async ValueTask<object?> ResolveAsync(NodeContext node, Schema schema)
    {
        if (!GlobalId.TryDecode(node.Id, out var typeName, out var value))
            throw Invalid("The id is not a global id. Use an id that this server has returned.");
        if (!schema.Types.TryGet(typeName, out var type) || type is not ObjectType { RuntimeType: { } runtimeType } nodeType || !_resolvers.TryGetValue(runtimeType, out var resolver))
            throw Invalid("The id does not belong to an object that can be loaded by its id.");
        node.Value = !resolver.HasNumber ? value
            : int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw Invalid("The value of the id is not a number. Use an id that this server has returned.");
        node.Selections = node.Owner.GetSelectionsOn(nodeType);
        return await resolver.Resolve(node);
    }

    private static GraphQLException Invalid(string message) => new(new Error(message, ErrorCodes.IdInvalid));

    /// <summary>The runtime type of the interface. No value has it: object types implement the interface by their definitions.</summary>
    private interface INode;

    private sealed class NodeContext(FieldContext owner, int? index, string id) : ItemContext(owner, index)
    {
        public string Id => id;

        /// <summary>The value of the id, the argument of the node resolver.</summary>
        public object? Value { get; set; }

        public FieldContext Owner { get; } = owner;

        /// <summary>The selections on the type of the node.</summary>
        public ISelectionCollection? Selections { get; set; }

        public override T Argument<T>(int index) => RuntimeValue.As<T>(Value);

        public override bool IsSelected(string fieldName) => Selections!.IsSelected(fieldName);

        public override ISelectionCollection Select(string fieldName) => Selections!.Select(fieldName);
    }
}

using Couverture.Execution;
using Couverture.Types;

namespace Couverture.Federation;

/// <summary>The entities of a schema, and the fields and types of the subgraph specification: <c>_entities</c>, <c>_service</c>, <c>_Any</c>, <c>_Entity</c>.</summary>
internal sealed class FederationDefinition
{
    public const string EntitiesName = "_entities";
    public const string ServiceName = "_service";

    private const string AnyName = "_Any";
    private const string EntityUnionName = "_Entity";
    private const string ServiceTypeName = "_Service";
    private const string RepresentationsName = "representations";
    private const int SdlWeight = 100;

    private readonly List<(Type RuntimeType, EntityKey Key)> _keys = [];
    private ILookup<Type, EntityKey>? _keysByType;

    /// <summary>The names of the types that only gateways use.</summary>
    public static IReadOnlySet<string> TypeNames { get; } = new HashSet<string>(StringComparer.Ordinal) { AnyName, EntityUnionName, ServiceTypeName, FederationDirectives.FieldSetName };

    /// <summary>The scalars that the fields and directives use.</summary>
    public static IReadOnlyDictionary<Type, ScalarType> Scalars { get; } = new Dictionary<Type, ScalarType> { [typeof(Representation)] = new AnyType(), [typeof(FieldSet)] = new FieldSetType() };

    /// <summary>Adds a key of an entity.</summary>
    public void AddKey(Type runtimeType, EntityKey key) => _keys.Add((runtimeType, key));

    /// <summary>Returns the types that the fields use.</summary>
    public IEnumerable<TypeDefinition> CreateTypes(bool hasCost)
    {
        var sdl = TypeDefinitions.Field("sdl", TypeReference.Named("String").NonNull(), "The schema with the directives of Apollo Federation.", static sdl => ((Lazy<string>)sdl).Value);
        // A long text, which aliases repeat.
        if (hasCost)
            sdl.Directives.Add(Cost.CostDirectives.Cost(SdlWeight));
        yield return TypeDefinitions.Object(ServiceTypeName, "What a gateway needs to know of this graph.", sdl);
        if (_keys.Count == 0)
            yield break;
        var union = new UnionTypeDefinition(EntityUnionName) { Description = "An object that other graphs can refer to." };
        union.Members.UnionWith(_keys.Select(static entity => entity.RuntimeType));
        yield return union;
    }

    /// <summary>Adds the keys to the entities, and the fields to the query root.</summary>
    public void AddTo(ObjectTypeDefinition query, IReadOnlyDictionary<Type, TypeDefinition> types, Func<Schema> schema, bool hasCost, List<string> errors)
    {
        foreach (var (runtimeType, key) in _keys)
        {
            if (types.GetValueOrDefault(runtimeType) is ObjectTypeDefinition entity)
                entity.Directives.Add(FederationDirectives.Key(key.Fields));
            else
                errors.Add($"{runtimeType}: is an entity, but not an object type of the schema.");
        }

        if (_keys.Count > 0)
            query.Fields.Add(CreateEntitiesField(schema, hasCost));
        var sdl = new Lazy<string>(() => FederationPrinter.Print(schema()));
        query.Fields.Add(new FieldDefinition
        {
            Name = ServiceName,
            Description = "What a gateway needs to know of this graph.",
            Type = TypeReference.Named(ServiceTypeName).NonNull(),
            Resolver = new FieldResolver.Member(_ => sdl),
        });
    }

    private FieldDefinition CreateEntitiesField(Func<Schema> schema, bool hasCost)
    {
        var field = new FieldDefinition
        {
            Name = EntitiesName,
            Description = "The objects that representations identify, for gateways. An item is null with an error at its index if its representation cannot be resolved; other items are not affected.",
            Type = TypeReference.Named(EntityUnionName).List().NonNull(),
            Resolver = new FieldResolver.Async(context => ResolveAsync((FieldContext)context, schema())),
            Arguments =
            [
                new ArgumentDefinition
                {
                    Name = RepresentationsName,
                    Type = TypeReference.Named(AnyName).NonNull().List().NonNull(),
                    Description = "The representations.",
                    ToCollection = static items => items.Cast<Representation>().ToArray(),
                },
            ],
        };
        if (hasCost)
            field.Directives.Add(Cost.CostDirectives.ListSize(0, [RepresentationsName], [], requireOneSlicingArgument: true));
        return field;
    }

    private async ValueTask<object?> ResolveAsync(FieldContext field, Schema schema)
    {
        var representations = field.ArgumentValue<Representation[]>(RepresentationsName);
        var entities = representations.Select((representation, i) => new EntityContext(field, i, representation)).ToArray();
        return await ItemContext.ResolveAllAsync(field, entities, entity => FindKey(entity.Representation, schema).Resolve(entity));
    }

    /// <summary>Returns the first key whose fields a representation has.</summary>
    private EntityKey FindKey(Representation representation, Schema schema)
    {
        var keys = representation.TypeName is { } name && schema.Types.TryGet(name, out var type) && type is ObjectType { RuntimeType: { } runtimeType } ? KeysByType[runtimeType] : [];
        if (keys.FirstOrDefault(key => key.IsIn(representation)) is { } key)
            return key;
        throw new GraphQLException(new Error(
            keys.Any()
                ? $"The representation of `{representation.TypeName}` does not have the fields of a key. Send those of one key: {string.Join(" or ", keys.Select(static key => $"`{key.Fields}`"))}."
                : "The representation does not have the `__typename` of an entity of this graph.",
            ErrorCodes.RepresentationInvalid));
    }

    private ILookup<Type, EntityKey> KeysByType => _keysByType ??= _keys.ToLookup(static entity => entity.RuntimeType, static entity => entity.Key);
}

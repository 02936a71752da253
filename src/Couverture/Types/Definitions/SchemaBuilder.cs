using Couverture.Data;
using Couverture.Data.Filtering;
using Couverture.Execution;
using Couverture.Federation;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>
/// Collects the declarations of generated code and the host, and builds the schema. Uses only delegates, names, and runtime types as
/// dictionary keys; does not use reflection on members.
/// </summary>
public sealed class SchemaBuilder
{
    private readonly Dictionary<OperationType, ObjectTypeDefinition> _roots = [];
    private readonly Dictionary<Type, TypeDefinition> _types = [];
    private readonly Dictionary<Type, ScalarType> _scalars = [];
    private readonly List<(string TypeName, Action<ObjectTypeDefinition> Extend)> _extensions = [];
    private FederationDefinition? _federation;
    private bool _hasNodes;

    /// <summary>The schema settings besides the declared types.</summary>
    public SchemaOptions Options { get; } = new();

    /// <summary>The operations of filters by the types of the members.</summary>
    internal FilterConvention Filters { get; } = new();

    /// <summary>Returns the root type of an operation; creates it at the first call.</summary>
    /// <param name="operation">The kind of operation.</param>
    public ObjectTypeDefinition Root(OperationType operation)
    {
        if (!_roots.TryGetValue(operation, out var root))
            _roots.Add(operation, root = new ObjectTypeDefinition(operation.ToString()));
        return root;
    }

    /// <summary>Returns the object type of <typeparamref name="T"/>; creates it with the name <paramref name="name"/> at the first call.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name in the schema; a descriptor can change it.</param>
    public ObjectTypeDefinition Object<T>(string name) =>
        GetOrAdd(typeof(T), () => new ObjectTypeDefinition(name) { RuntimeType = typeof(T) });

    /// <summary>Returns the interface type of <typeparamref name="T"/>; creates it with the name <paramref name="name"/> at the first call.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name in the schema; a descriptor can change it.</param>
    public InterfaceTypeDefinition Interface<T>(string name) =>
        GetOrAdd(typeof(T), () => new InterfaceTypeDefinition(name) { RuntimeType = typeof(T) });

    /// <summary>Returns the enum type of <typeparamref name="T"/>; creates it with the name <paramref name="name"/> at the first call.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name in the schema.</param>
    public EnumTypeDefinition Enum<T>(string name)
        where T : struct, Enum =>
        GetOrAdd(typeof(T), () => new EnumTypeDefinition(name) { RuntimeType = typeof(T) });

    /// <summary>Returns the union type of <typeparamref name="T"/>; creates it with the name <paramref name="name"/> at the first call.</summary>
    /// <typeparam name="T">The runtime type with which fields refer to the union, usually a C# interface.</typeparam>
    /// <param name="name">The name in the schema.</param>
    public UnionTypeDefinition Union<T>(string name) => GetOrAdd(typeof(T), () => new UnionTypeDefinition(name));

    /// <summary>Returns the input object type of <typeparamref name="T"/>; creates it with the name <paramref name="name"/> at the first call.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name in the schema.</param>
    /// <param name="create">Creates the value from the coerced fields; null passes the fields to resolvers as a dictionary.</param>
    public InputObjectTypeDefinition InputObject<T>(string name, Func<IReadOnlyDictionary<string, object?>, object>? create = null) =>
        GetOrAdd(typeof(T), () => new InputObjectTypeDefinition(name) { Create = create });

    /// <summary>Extends the object type with a GraphQL name when all types, including connections, are known.</summary>
    /// <param name="typeName">The object type's name.</param>
    /// <param name="extend">The action that changes the definition, usually by adding fields.</param>
    public void Extend(string typeName, Action<ObjectTypeDefinition> extend) => _extensions.Add((typeName, extend));

    /// <summary>Binds a runtime type to a scalar.</summary>
    /// <typeparam name="TRuntime">The runtime type, without <see cref="Nullable{T}"/>.</typeparam>
    /// <param name="scalar">The scalar.</param>
    public void BindRuntimeType<TRuntime>(ScalarType scalar) => _scalars[typeof(TRuntime)] = scalar;

    /// <summary>
    /// Makes an object type an entity of Apollo Federation. Other graphs can refer to its objects by a key. Call it once for each key; a representation is resolved by the first key
    /// whose fields it has.
    /// </summary>
    /// <typeparam name="T">The runtime type of the object type, which must be declared.</typeparam>
    /// <param name="key">The fields of the key, as a selection set without braces.</param>
    /// <param name="resolve">
    /// Returns the object of the representation in its context (<see cref="RepresentationExtensions.GetRepresentation"/>), which has the fields of the key, of any type and value;
    /// null if there is no such object. A <see cref="GraphQLException"/> fails only this representation.
    /// </param>
    public void Entity<T>(string key, Func<IResolverContext, ValueTask<T?>> resolve)
        where T : class
    {
        _federation ??= new FederationDefinition();
        _federation.AddKey(typeof(T), new EntityKey(key, async context => await resolve(context)));
    }

    /// <summary>Makes the schema a subgraph of Apollo Federation 2: it gets <c>_service</c>, the directives of federation, and <c>_entities</c> if it has entities.</summary>
    public void EnableFederation() => _federation ??= new FederationDefinition();

    /// <summary>Adds the interface <c>Node</c> and the fields <c>node</c> and <c>nodes</c>. Every object type with a node resolver implements the interface.</summary>
    public void EnableGlobalObjectIdentification() => _hasNodes = true;

    /// <summary>Builds the schema. A builder can be used only once.</summary>
    /// <param name="paging">The default paging options; null uses the built-in defaults.</param>
    /// <exception cref="SchemaException">The declarations are not a valid schema; the exception lists every error.</exception>
    public Schema Build(PagingOptions? paging = null) =>
        new SchemaCompiler(_roots, _types, _scalars, _extensions, paging ?? new PagingOptions(), Filters, Options, _federation, _hasNodes).Compile();

    private TDefinition GetOrAdd<TDefinition>(Type runtimeType, Func<TDefinition> create)
        where TDefinition : TypeDefinition
    {
        if (!_types.TryGetValue(runtimeType, out var definition))
            _types.Add(runtimeType, definition = create());
        return definition as TDefinition
            ?? throw new InvalidOperationException($"{runtimeType} is declared both as {definition.GetType().Name} and as {typeof(TDefinition).Name}.");
    }
}

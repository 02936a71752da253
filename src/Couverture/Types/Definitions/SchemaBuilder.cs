using Couverture.Data;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>
/// Collects what generated code and the host declare, and builds the schema of it. It knows delegates, names and runtime types as
/// dictionary keys; it inspects no member of any type.
/// </summary>
public sealed class SchemaBuilder
{
    private readonly Dictionary<OperationType, ObjectTypeDefinition> _roots = [];
    private readonly Dictionary<Type, TypeDefinition> _types = [];
    private readonly Dictionary<Type, ScalarType> _scalars = [];
    private readonly List<(string TypeName, Action<ObjectTypeDefinition> Extend)> _extensions = [];

    /// <summary>What the schema offers beyond the types declared.</summary>
    public SchemaOptions Options { get; } = new();

    /// <summary>The root type of an operation, made at the first call.</summary>
    /// <param name="operation">Which root.</param>
    public ObjectTypeDefinition Root(OperationType operation)
    {
        if (!_roots.TryGetValue(operation, out var root))
            _roots.Add(operation, root = new ObjectTypeDefinition(operation.ToString()));
        return root;
    }

    /// <summary>The object type of <typeparamref name="T"/>, made at the first call under <paramref name="name"/>.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name unless a descriptor sets another.</param>
    public ObjectTypeDefinition Object<T>(string name) =>
        GetOrAdd(typeof(T), () => new ObjectTypeDefinition(name) { RuntimeType = typeof(T) });

    /// <summary>The interface type of <typeparamref name="T"/>, made at the first call under <paramref name="name"/>.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name unless a descriptor sets another.</param>
    public InterfaceTypeDefinition Interface<T>(string name) =>
        GetOrAdd(typeof(T), () => new InterfaceTypeDefinition(name) { RuntimeType = typeof(T) });

    /// <summary>The enum type of <typeparamref name="T"/>, made at the first call under <paramref name="name"/>.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name in the schema.</param>
    public EnumTypeDefinition Enum<T>(string name)
        where T : struct, Enum =>
        GetOrAdd(typeof(T), () => new EnumTypeDefinition(name) { RuntimeType = typeof(T) });

    /// <summary>The union type that <typeparamref name="T"/> stands for, made at the first call under <paramref name="name"/>.</summary>
    /// <typeparam name="T">The runtime type by which fields refer to the union, usually a C# interface.</typeparam>
    /// <param name="name">The name in the schema.</param>
    public UnionTypeDefinition Union<T>(string name) => GetOrAdd(typeof(T), () => new UnionTypeDefinition(name));

    /// <summary>The input object type of <typeparamref name="T"/>, made at the first call under <paramref name="name"/>.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="name">The name in the schema.</param>
    /// <param name="create">Makes the value of the coerced fields; null gives resolvers the fields by name.</param>
    public InputObjectTypeDefinition InputObject<T>(string name, Func<IReadOnlyDictionary<string, object?>, object>? create = null) =>
        GetOrAdd(typeof(T), () => new InputObjectTypeDefinition(name) { Create = create });

    /// <summary>Changes the object type of a GraphQL name once all types are known, connections included.</summary>
    /// <param name="typeName">The object type's name.</param>
    /// <param name="extend">The change, usually more fields.</param>
    public void Extend(string typeName, Action<ObjectTypeDefinition> extend) => _extensions.Add((typeName, extend));

    /// <summary>Binds a runtime type to a scalar.</summary>
    /// <typeparam name="TRuntime">The runtime type, without <see cref="Nullable{T}"/>.</typeparam>
    /// <param name="scalar">The scalar.</param>
    public void BindRuntimeType<TRuntime>(ScalarType scalar) => _scalars[typeof(TRuntime)] = scalar;

    /// <summary>Builds the schema of everything declared. A builder builds once.</summary>
    /// <param name="paging">The page sizes of fields that set none; null takes the defaults.</param>
    /// <exception cref="SchemaException">The declarations do not make a schema; it lists every problem.</exception>
    public Schema Build(PagingOptions? paging = null) =>
        new SchemaCompiler(_roots, _types, _scalars, _extensions, paging ?? new PagingOptions(), Options).Compile();

    private TDefinition GetOrAdd<TDefinition>(Type runtimeType, Func<TDefinition> create)
        where TDefinition : TypeDefinition
    {
        if (!_types.TryGetValue(runtimeType, out var definition))
            _types.Add(runtimeType, definition = create());
        return definition as TDefinition
            ?? throw new InvalidOperationException($"{runtimeType} is declared both as {definition.GetType().Name} and as {typeof(TDefinition).Name}.");
    }
}

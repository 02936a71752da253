using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>A complete, valid and immutable schema.</summary>
public sealed class Schema
{
    private FrozenDictionary<Type, ObjectType> _objectTypes = FrozenDictionary<Type, ObjectType>.Empty;
    private FrozenDictionary<INamedType, ObjectType[]> _possibleTypes = FrozenDictionary<INamedType, ObjectType[]>.Empty;
    private IReadOnlyDictionary<object, IReadOnlyList<DirectiveNode>> _appliedDirectives = FrozenDictionary<object, IReadOnlyList<DirectiveNode>>.Empty;
    private Field _typeName = null!;
    private Field _schema = null!;
    private Field _type = null!;

    internal Schema()
    {
    }

    /// <summary>The description; null if there is none.</summary>
    public string? Description { get; private set; }

    /// <summary>The query root type.</summary>
    public ObjectType QueryType { get; private set; } = null!;

    /// <summary>The mutation root type; null if there are no mutations.</summary>
    public ObjectType? MutationType { get; private set; }

    /// <summary>The subscription root type; null if there are no subscriptions.</summary>
    public ObjectType? SubscriptionType { get; private set; }

    /// <summary>All named types, including introspection types, ordered by name.</summary>
    public MemberCollection<INamedType> Types { get; private set; } = MemberCollection<INamedType>.Empty;

    /// <summary>All directives, ordered by name.</summary>
    public MemberCollection<DirectiveDefinition> Directives { get; private set; } = MemberCollection<DirectiveDefinition>.Empty;

    /// <summary>Returns the root type for a kind of operation; null if the schema does not have it.</summary>
    /// <param name="operation">The kind of operation.</param>
    public ObjectType? GetRootType(OperationType operation) => operation switch
    {
        OperationType.Query => QueryType,
        OperationType.Mutation => MutationType,
        _ => SubscriptionType,
    };

    /// <summary>Returns the custom directives on a part of the schema: a type, field, argument, enum value, or the schema itself. Usually empty.</summary>
    /// <param name="part">The part.</param>
    public IReadOnlyList<DirectiveNode> GetDirectives(object part) => _appliedDirectives.GetValueOrDefault(part) ?? [];

    /// <summary>Returns the object types that a value of a composite type can have; empty for other types.</summary>
    /// <param name="type">The type.</param>
    public IReadOnlyList<ObjectType> GetPossibleTypes(INamedType type) => PossibleTypes(type);

    /// <summary>Whether every value of one type is also a value of another type (specification section 3.7.1, IsSubType).</summary>
    /// <param name="type">The narrower type, list and non-null wrappers included.</param>
    /// <param name="superType">The wider type.</param>
    public static bool IsSubType(IType type, IType superType) => (type, superType) switch
    {
        (NonNullType narrow, NonNullType wide) => IsSubType(narrow.InnerType, wide.InnerType),
        (NonNullType narrow, _) => IsSubType(narrow.InnerType, superType),
        (ListType narrow, ListType wide) => IsSubType(narrow.ItemType, wide.ItemType),
        (ObjectType narrow, UnionType wide) => wide.Members.Contains(narrow),
        (ComplexType narrow, InterfaceType wide) => ReferenceEquals(narrow, wide) || narrow.Implements(wide),
        _ => ReferenceEquals(type, superType),
    };

    /// <summary>Finds a field of a type, including meta-fields (specification section 4.1); returns null if there is none.</summary>
    /// <param name="type">The type on which the field is selected.</param>
    /// <param name="name">The field's name.</param>
    public Field? FindField(INamedType type, string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
        {
            return name switch
            {
                "__typename" when type is ICompositeType => _typeName,
                "__schema" when ReferenceEquals(type, QueryType) => _schema,
                "__type" when ReferenceEquals(type, QueryType) => _type,
                _ => null,
            };
        }

        return type is ComplexType complex && complex.Fields.TryGet(name, out var field) ? field : null;
    }

    /// <summary>Finds the type of a type reference in a document; returns null if the schema does not have the named type.</summary>
    /// <param name="node">The reference.</param>
    public IType? FindType(ITypeNode node) => node switch
    {
        NonNullTypeNode nonNull => FindType(nonNull.Type) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => FindType(list.Type) is { } item ? new ListType(item) : null,
        NamedTypeNode named => Types.TryGet(named.Name.Value, out var type) ? type : null,
        _ => null,
    };

    /// <summary>Returns the schema in the schema definition language. The text is deterministic.</summary>
    public override string ToString() => SchemaPrinter.Print(this);

    /// <summary>Whether the schema is a subgraph of Apollo Federation.</summary>
    internal bool IsFederated { get; private set; }

    /// <summary>Whether objects can be loaded by their global ids.</summary>
    internal bool HasNodes { get; private set; }

    internal bool IsTypeName(Field field) => ReferenceEquals(field, _typeName);

    internal ObjectType[] PossibleTypes(INamedType type) => _possibleTypes.TryGetValue(type, out var types) ? types : [];

    /// <summary>Finds the object type for a resolver's value by its runtime type or the nearest base type with an object type.</summary>
    internal bool TryGetObjectType(object value, [NotNullWhen(true)] out ObjectType? type)
    {
        for (var runtimeType = value.GetType(); runtimeType is not null; runtimeType = runtimeType.BaseType)
        {
            if (_objectTypes.TryGetValue(runtimeType, out type))
                return true;
        }

        type = null;
        return false;
    }

    internal void Complete(SchemaParts parts)
    {
        Description = parts.Description;
        QueryType = parts.QueryType;
        MutationType = parts.MutationType;
        SubscriptionType = parts.SubscriptionType;
        Types = new MemberCollection<INamedType>(parts.Types.OrderBy(t => t.Name, StringComparer.Ordinal));
        Directives = new MemberCollection<DirectiveDefinition>(parts.Directives.OrderBy(d => d.Name, StringComparer.Ordinal));
        _objectTypes = parts.ObjectTypes.ToFrozenDictionary();
        _possibleTypes = Types.OfType<ICompositeType>().ToFrozenDictionary(INamedType (t) => t, FindPossibleTypes);
        (_typeName, _schema, _type) = parts.MetaFields;
        _appliedDirectives = parts.AppliedDirectives;
        IsFederated = parts.IsFederated;
        HasNodes = parts.HasNodes;
    }

    private ObjectType[] FindPossibleTypes(ICompositeType type) => type switch
    {
        ObjectType self => [self],
        UnionType union => [.. union.Members],
        InterfaceType interfaceType => [.. Types.OfType<ObjectType>().Where(t => t.Implements(interfaceType))],
        _ => [],
    };
}

/// <summary>The parts of a complete schema.</summary>
internal sealed record SchemaParts(
    string? Description,
    ObjectType QueryType,
    ObjectType? MutationType,
    ObjectType? SubscriptionType,
    IReadOnlyCollection<INamedType> Types,
    IReadOnlyCollection<DirectiveDefinition> Directives,
    IReadOnlyDictionary<Type, ObjectType> ObjectTypes,
    (Field TypeName, Field Schema, Field Type) MetaFields)
{
    /// <summary>Whether the schema is a subgraph of Apollo Federation.</summary>
    public bool IsFederated { get; init; }

    /// <summary>Whether objects can be loaded by their global ids.</summary>
    public bool HasNodes { get; init; }

    /// <summary>The custom directives by the part of the schema to which they are applied.</summary>
    public IReadOnlyDictionary<object, IReadOnlyList<DirectiveNode>> AppliedDirectives { get; init; } = FrozenDictionary<object, IReadOnlyList<DirectiveNode>>.Empty;
}

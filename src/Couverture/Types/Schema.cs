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

    /// <summary>What the schema is about; null where it has no description.</summary>
    public string? Description { get; private set; }

    /// <summary>The root of queries.</summary>
    public ObjectType QueryType { get; private set; } = null!;

    /// <summary>The root of mutations; null where there are none.</summary>
    public ObjectType? MutationType { get; private set; }

    /// <summary>The root of subscriptions; null where there are none.</summary>
    public ObjectType? SubscriptionType { get; private set; }

    /// <summary>Every named type, introspection types included, ordered by name.</summary>
    public MemberCollection<INamedType> Types { get; private set; } = MemberCollection<INamedType>.Empty;

    /// <summary>Every directive, ordered by name.</summary>
    public MemberCollection<DirectiveDefinition> Directives { get; private set; } = MemberCollection<DirectiveDefinition>.Empty;

    /// <summary>The root type of a kind of operation; null where the schema has none.</summary>
    /// <param name="operation">The kind of operation.</param>
    public ObjectType? GetRootType(OperationType operation) => operation switch
    {
        OperationType.Query => QueryType,
        OperationType.Mutation => MutationType,
        _ => SubscriptionType,
    };

    /// <summary>The host's directives on a part of the schema: a type, a field, an argument, a value, or the schema itself; mostly none.</summary>
    /// <param name="part">The part.</param>
    public IReadOnlyList<DirectiveNode> GetDirectives(object part) => _appliedDirectives.GetValueOrDefault(part) ?? [];

    /// <summary>The object types that a value of a type may have: the type itself, the implementing types, the members; none for other kinds.</summary>
    /// <param name="type">The type.</param>
    public IReadOnlyList<ObjectType> GetPossibleTypes(INamedType type) => PossibleTypes(type);

    /// <summary>Whether each value of one type is a value of the other (specification section 3.7.1, IsSubType).</summary>
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

    /// <summary>The field that a selection on a type names, the meta-fields included (specification section 4.1); null where there is none.</summary>
    /// <param name="type">The type the selection stands on.</param>
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

    /// <summary>The type that a type reference of a document means; null where the schema has no type of that name.</summary>
    /// <param name="node">The reference.</param>
    public IType? FindType(ITypeNode node) => node switch
    {
        NonNullTypeNode nonNull => FindType(nonNull.Type) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => FindType(list.Type) is { } item ? new ListType(item) : null,
        NamedTypeNode named => Types.TryGet(named.Name.Value, out var type) ? type : null,
        _ => null,
    };

    /// <summary>The schema in the schema definition language, the same text for the same schema.</summary>
    public override string ToString() => SchemaPrinter.Print(this);

    internal bool IsTypeName(Field field) => ReferenceEquals(field, _typeName);

    internal ObjectType[] PossibleTypes(INamedType type) => _possibleTypes.TryGetValue(type, out var types) ? types : [];

    /// <summary>The object type of a resolver's value: that of its runtime type, or of the nearest base type that has one.</summary>
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
    }

    private ObjectType[] FindPossibleTypes(ICompositeType type) => type switch
    {
        ObjectType self => [self],
        UnionType union => [.. union.Members],
        InterfaceType interfaceType => [.. Types.OfType<ObjectType>().Where(t => t.Implements(interfaceType))],
        _ => [],
    };
}

/// <summary>What a schema is made of.</summary>
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
    /// <summary>The host's directives by the part of the schema that they stand on.</summary>
    public IReadOnlyDictionary<object, IReadOnlyList<DirectiveNode>> AppliedDirectives { get; init; } = FrozenDictionary<object, IReadOnlyList<DirectiveNode>>.Empty;
}

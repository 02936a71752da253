using Microsoft.CodeAnalysis;

namespace Couverture.Generators;

/// <summary>Everything that the generator objects to.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotStatic = Error(
        "CVT001", "A class of fields is static",
        "'{0}' must be static: its public static methods are the fields");

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "CVT002", "A type's class is partial and stands in a namespace",
        "'{0}' must be partial and not nested in another type: the generator writes its other half");

    public static readonly DiagnosticDescriptor WrongParent = Error(
        "CVT003", "The parent is of the type that the field belongs to",
        "The [Parent] parameter '{0}' of '{1}' is a {2}, but the field's parent is {3}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "CVT004", "A field's type has a GraphQL type",
        "'{0}' is a {1}, which no GraphQL type stands for; return something else, or keep the member out with [GraphQLIgnore] or Configure's Ignore");

    public static readonly DiagnosticDescriptor UnsupportedParameter = Error(
        "CVT005", "A parameter is an argument or comes from the context",
        "'{0}' of '{1}' is a {2}: an argument is a scalar, an enum, an input object (a class whose constructor takes its properties, or whose properties can be set) or a collection of them; mark a service with [Service]");

    public static readonly DiagnosticDescriptor SameName = Error(
        "CVT006", "A type has one field of a name",
        "'{0}' would be a second field '{1}' of {2}");

    public static readonly DiagnosticDescriptor WrongLoader = Error(
        "CVT007", "A DataLoader's method goes from keys to values",
        "'{0}' cannot be a DataLoader: {1}; the form is static Task<IReadOnlyDictionary<TKey, TValue>> (or Task<ILookup<TKey, TValue>>) Name(IReadOnlyList<TKey> keys, services..., CancellationToken)");

    public static readonly DiagnosticDescriptor PagingWithoutSequence = Error(
        "CVT008", "A paged field returns a sequence",
        "'{0}' has [UsePaging] but returns {1}; return Task<IEnumerable<T>?> or another sequence");

    public static readonly DiagnosticDescriptor UnboundType = Error(
        "CVT009", "A struct has a scalar",
        "'{0}' is a {1}, which has no scalar; bind one with BindRuntimeType<{1}, TScalar>(), make it a type with [ObjectType<{1}>], or keep the member out with [GraphQLIgnore] or Configure's Ignore");

    public static readonly DiagnosticDescriptor UnregisteredInterface = Error(
        "CVT010", "A C# interface that a field returns is an interface type",
        "'{0}' is a {1}, a C# interface that no [InterfaceType<{1}>] class registers");

    public static readonly DiagnosticDescriptor NoSuchMember = Error(
        "CVT011", "BindMember names a property",
        "'{0}' replaces '{1}', but {2} has no public property of that name");

    public static readonly DiagnosticDescriptor ExtendsNothing = Error(
        "CVT012", "An extension reaches a type",
        "'{0}' extends {1}, but no object type of the schema is or implements it");

    public static readonly DiagnosticDescriptor SameLoader = Error(
        "CVT013", "A DataLoader's name is its own",
        "'{0}' would make a second '{1}'");

    public static readonly DiagnosticDescriptor SameTarget = Error(
        "CVT014", "A runtime type is registered once",
        "'{0}' registers {1} a second time; add fields with [ExtendObjectType<{1}>]");

    public static readonly DiagnosticDescriptor NotAccessible = Error(
        "CVT015", "Generated code can call it",
        "'{0}' must be at least internal and not generic, and so must the types around it: generated code calls it");

    public static readonly DiagnosticDescriptor TwoRoles = Error(
        "CVT016", "A class of fields has one attribute",
        "'{0}' has more than one of [QueryType], [MutationType], [SubscriptionType], [ObjectType], [InterfaceType] and [ExtendObjectType]; give each a class of its own");

    public static readonly DiagnosticDescriptor WrongSource = Error(
        "CVT017", "A field of the subscription root has a source stream",
        "'{0}' cannot be a subscription: {1}; the form is [Subscribe(With = nameof(Source))] with internal static IAsyncEnumerable<T> Source(arguments by name, services..., CancellationToken)");

    public static readonly DiagnosticDescriptor NoEvent = Error(
        "CVT018", "Only fields of the subscription root have events",
        "The parameter '{0}' of '{1}' carries [EventMessage], but no [SubscriptionType] class holds the method");

    public static readonly DiagnosticDescriptor UnreadableConfigure = Error(
        "CVT019", "Configure says itself what is ignored",
        "'{0}' ignores something that cannot be read at build time; call Ignore in Configure with a lambda that reads one property, such as w => w.Secret");

    public static readonly DiagnosticDescriptor OutputAsInput = Error(
        "CVT020", "A class is an object type or an input object",
        "{0} is an argument here, but the schema has it as an object type too; make a record of its own for the argument");

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = new DiagnosticDescriptor[]
    {
        NotStatic, NotPartial, WrongParent, UnsupportedType, UnsupportedParameter, SameName, WrongLoader, PagingWithoutSequence,
        UnboundType, UnregisteredInterface, NoSuchMember, ExtendsNothing, SameLoader, SameTarget, NotAccessible, TwoRoles, WrongSource, NoEvent,
        UnreadableConfigure, OutputAsInput,
    }.ToDictionary(d => d.Id);

    public static DiagnosticDescriptor Of(string id) => ById[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Couverture", DiagnosticSeverity.Error, isEnabledByDefault: true);
}

using Microsoft.CodeAnalysis;

namespace Couverture.Generators;

/// <summary>The diagnostics that the generator reports.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotStatic = Error(
        "CVT001", "A class with fields must be static",
        "'{0}' must be static, because its public static methods become fields");

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "CVT002", "A class that registers a type must be partial and not nested",
        "'{0}' must be partial and not nested in another type, because the generator adds a part to it");

    public static readonly DiagnosticDescriptor InvalidParent = Error(
        "CVT003", "The parent parameter must have the type of the parent",
        "The [Parent] parameter '{0}' of '{1}' is a {2}, but the field's parent is {3}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "CVT004", "A field must have a type that maps to GraphQL",
        "'{0}' has the type {1}, which has no corresponding GraphQL type; return another type, or exclude the member with [GraphQLIgnore] or Configure's Ignore");

    public static readonly DiagnosticDescriptor UnsupportedParameter = Error(
        "CVT005", "A parameter must be an argument or available from the context",
        "'{0}' of '{1}' is a {2}, which cannot be an argument; an argument is a scalar, an enum, an input object (a class whose constructor takes its properties, or whose properties can be set) or a collection of them; mark a service with [Service]");

    public static readonly DiagnosticDescriptor DuplicateName = Error(
        "CVT006", "Names must be unique",
        "'{0}' would be a second {1} '{2}' of {3}");

    public static readonly DiagnosticDescriptor InvalidDataLoader = Error(
        "CVT007", "A DataLoader method must map keys to values",
        "'{0}' cannot be a DataLoader: {1}; the signature is static Task<IReadOnlyDictionary<TKey, TValue>> (or Task<ILookup<TKey, TValue>>) Name(IReadOnlyList<TKey> keys, services..., CancellationToken)");

    public static readonly DiagnosticDescriptor InvalidPaging = Error(
        "CVT008", "A paged field must return a sequence and have a valid page configuration",
        "'{0}' cannot have [UsePaging]: {1}");

    public static readonly DiagnosticDescriptor UnboundType = Error(
        "CVT009", "A struct or framework class must be bound to a scalar",
        "'{0}' is a {1}, which is not bound to a scalar; bind it with BindRuntimeType<{1}, TScalar>(), register it with [ObjectType<{1}>], or exclude the member with [GraphQLIgnore] or Configure's Ignore");

    public static readonly DiagnosticDescriptor UnregisteredInterface = Error(
        "CVT010", "A C# interface that a field returns must be registered",
        "'{0}' is a {1}, which is a C# interface without an [InterfaceType<{1}>] class");

    public static readonly DiagnosticDescriptor UnknownBoundMember = Error(
        "CVT011", "BindMember must name a property",
        "'{0}' replaces '{1}', but {2} has no public property of that name");

    public static readonly DiagnosticDescriptor UnknownExtensionTarget = Error(
        "CVT012", "An extension must have a target in the schema",
        "'{0}' extends {1}, but no object type in the schema is or implements it");

    public static readonly DiagnosticDescriptor DuplicateDataLoader = Error(
        "CVT013", "DataLoader names must be unique",
        "'{0}' would generate a second '{1}'");

    public static readonly DiagnosticDescriptor DuplicateRegistration = Error(
        "CVT014", "A runtime type must be registered only once",
        "'{0}' registers {1} a second time; add fields with [ExtendObjectType<{1}>]");

    public static readonly DiagnosticDescriptor NotAccessible = Error(
        "CVT015", "Members must be accessible to generated code",
        "'{0}' and its containing types must be at least internal, not generic and not [Obsolete] as an error, because generated code calls it");

    public static readonly DiagnosticDescriptor MultipleRoles = Error(
        "CVT016", "A class must have only one role",
        "'{0}' has more than one of [QueryType], [MutationType], [SubscriptionType], [ObjectType], [InterfaceType] and [ExtendObjectType]; use a separate class for each");

    public static readonly DiagnosticDescriptor InvalidSourceStream = Error(
        "CVT017", "A subscription field must have a source stream",
        "'{0}' cannot be a subscription: {1}; the form is [Subscribe(With = nameof(Source))] with internal static IAsyncEnumerable<T> Source(arguments by name, services..., CancellationToken)");

    public static readonly DiagnosticDescriptor MisplacedEventMessage = Error(
        "CVT018", "Only subscription fields have events",
        "The parameter '{0}' of '{1}' has [EventMessage], but the class does not have [SubscriptionType]");

    public static readonly DiagnosticDescriptor UnreadableConfigure = Error(
        "CVT019", "Configure must be readable at build time",
        "'{0}' configures something that cannot be read at build time; in Configure itself and without a condition, call Ignore with a lambda that reads one property, such as w => w.Secret, and Name with a constant");

    public static readonly DiagnosticDescriptor OutputAsInput = Error(
        "CVT020", "A class must be either an object type or an input object",
        "{0} is used as an argument here, but it is also an object type in the schema; use a separate record for the argument");

    public static readonly DiagnosticDescriptor InvalidName = Error(
        "CVT021", "Names must be valid in GraphQL",
        "'{0}' cannot have the name '{1}': {2}; set another name with [GraphQLName]");

    public static readonly DiagnosticDescriptor DuplicateTypeName = Error(
        "CVT022", "Type names must be unique",
        "'{0}' would be a second type '{1}', besides {2}; set another name with [GraphQLName]");

    public static readonly DiagnosticDescriptor InvalidId = Error(
        "CVT023", "An id must be a scalar",
        "'{0}' cannot be an [ID]: its type is {1}; {2}");

    public static readonly DiagnosticDescriptor InvalidDefault = Error(
        "CVT024", "A default must be a constant of its type",
        "'{0}' cannot have this default: {1}");

    public static readonly DiagnosticDescriptor RequiredDeprecated = Error(
        "CVT025", "Required arguments and input fields must not be deprecated",
        "'{0}' is required, so it cannot be deprecated, because clients could not omit it; make it nullable or give it a default");

    public static readonly DiagnosticDescriptor InvalidOneOf = Error(
        "CVT026", "Fields of a [OneOf] type must be nullable",
        "'{0}' is a field of the [OneOf] type {1}, so it must be nullable and must not have a default");

    public static readonly DiagnosticDescriptor CircularInput = Error(
        "CVT027", "An input object must not require itself",
        "'{0}' requires a {1} inside every {1}, so no client can write a value; make a property on the way nullable or a collection");

    public static readonly DiagnosticDescriptor NoMembers = Error(
        "CVT028", "A type must have members",
        "'{0}' has no {1}, but a type needs at least one");

    public static readonly DiagnosticDescriptor NoEffect = Error(
        "CVT029", "Attributes and Configure must have an effect",
        "{0} on '{1}' has no effect: {2}");

    public static readonly DiagnosticDescriptor InvalidConfigure = Error(
        "CVT030", "Configure must implement the generated partial method",
        "'{0}' must declare it as static partial void Configure(IObjectTypeDescriptor<T> descriptor), or with IInterfaceTypeDescriptor<T>, because the generator declares the partial method");

    public static readonly DiagnosticDescriptor InvalidTarget = Error(
        "CVT031", "An interface type needs a C# interface, an object type a class or struct",
        "'{0}' cannot register {1}: {2}");

    public static readonly DiagnosticDescriptor InvalidImplementation = Error(
        "CVT032", "Fields must be compatible with the interface types",
        "{0}.{1} is not compatible with {2}.{1}, which it implements: {3}");

    public static readonly DiagnosticDescriptor InvalidModuleName = Error(
        "CVT033", "A module name must be a C# identifier",
        "The module cannot have the name '{0}', because Add{0}() would not be a valid method name");

    public static readonly DiagnosticDescriptor MissingParent = Error(
        "CVT034", "The parent parameter must have [Parent]",
        "'{0}' of '{1}' is a {2}, which is the type of the field's parent; mark it with [Parent]");

    public static readonly DiagnosticDescriptor InvalidNodeResolver = Error(
        "CVT035", "A node resolver must load an object by its id",
        "'{0}' cannot have [NodeResolver]: {1}");

    /// <summary>All descriptors, ordered by id.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotStatic, NotPartial, InvalidParent, UnsupportedType, UnsupportedParameter, DuplicateName, InvalidDataLoader, InvalidPaging, UnboundType,
        UnregisteredInterface, UnknownBoundMember, UnknownExtensionTarget, DuplicateDataLoader, DuplicateRegistration, NotAccessible, MultipleRoles, InvalidSourceStream, MisplacedEventMessage,
        UnreadableConfigure, OutputAsInput, InvalidName, DuplicateTypeName, InvalidId, InvalidDefault, RequiredDeprecated, InvalidOneOf, CircularInput, NoMembers,
        NoEffect, InvalidConfigure, InvalidTarget, InvalidImplementation, InvalidModuleName, MissingParent, InvalidNodeResolver,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(d => d.Id);

    public static DiagnosticDescriptor Get(string id) => ById[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Couverture", DiagnosticSeverity.Error, isEnabledByDefault: true);
}

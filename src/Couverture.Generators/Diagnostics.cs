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

    public static readonly DiagnosticDescriptor InvalidParent = Error(
        "CVT003", "The parent is of the type that the field belongs to",
        "The [Parent] parameter '{0}' of '{1}' is a {2}, but the field's parent is {3}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "CVT004", "A field's type has a GraphQL type",
        "'{0}' is a {1}, which no GraphQL type stands for; return something else, or keep the member out with [GraphQLIgnore] or Configure's Ignore");

    public static readonly DiagnosticDescriptor UnsupportedParameter = Error(
        "CVT005", "A parameter is an argument or comes from the context",
        "'{0}' of '{1}' is a {2}: an argument is a scalar, an enum, an input object (a class whose constructor takes its properties, or whose properties can be set) or a collection of them; mark a service with [Service]");

    public static readonly DiagnosticDescriptor DuplicateName = Error(
        "CVT006", "A name is given once",
        "'{0}' would be a second {1} '{2}' of {3}");

    public static readonly DiagnosticDescriptor InvalidDataLoader = Error(
        "CVT007", "A DataLoader's method goes from keys to values",
        "'{0}' cannot be a DataLoader: {1}; the form is static Task<IReadOnlyDictionary<TKey, TValue>> (or Task<ILookup<TKey, TValue>>) Name(IReadOnlyList<TKey> keys, services..., CancellationToken)");

    public static readonly DiagnosticDescriptor InvalidPaging = Error(
        "CVT008", "A paged field returns a sequence and leaves the arguments of paging free",
        "'{0}' cannot have [UsePaging]: {1}");

    public static readonly DiagnosticDescriptor UnboundType = Error(
        "CVT009", "A struct has a scalar",
        "'{0}' is a {1}, which has no scalar; bind one with BindRuntimeType<{1}, TScalar>(), make it a type with [ObjectType<{1}>], or keep the member out with [GraphQLIgnore] or Configure's Ignore");

    public static readonly DiagnosticDescriptor UnregisteredInterface = Error(
        "CVT010", "A C# interface that a field returns is an interface type",
        "'{0}' is a {1}, a C# interface that no [InterfaceType<{1}>] class registers");

    public static readonly DiagnosticDescriptor UnknownBoundMember = Error(
        "CVT011", "BindMember names a property",
        "'{0}' replaces '{1}', but {2} has no public property of that name");

    public static readonly DiagnosticDescriptor UnknownExtensionTarget = Error(
        "CVT012", "An extension reaches a type",
        "'{0}' extends {1}, but no object type of the schema is or implements it");

    public static readonly DiagnosticDescriptor DuplicateDataLoader = Error(
        "CVT013", "A DataLoader's name is its own",
        "'{0}' would make a second '{1}'");

    public static readonly DiagnosticDescriptor DuplicateRegistration = Error(
        "CVT014", "A runtime type is registered once",
        "'{0}' registers {1} a second time; add fields with [ExtendObjectType<{1}>]");

    public static readonly DiagnosticDescriptor NotAccessible = Error(
        "CVT015", "Generated code can call it",
        "'{0}' must be at least internal, not generic and not [Obsolete] as an error, and so must the types around it: generated code calls it");

    public static readonly DiagnosticDescriptor MultipleRoles = Error(
        "CVT016", "A class of fields has one attribute",
        "'{0}' has more than one of [QueryType], [MutationType], [SubscriptionType], [ObjectType], [InterfaceType] and [ExtendObjectType]; give each a class of its own");

    public static readonly DiagnosticDescriptor InvalidSourceStream = Error(
        "CVT017", "A field of the subscription root has a source stream",
        "'{0}' cannot be a subscription: {1}; the form is [Subscribe(With = nameof(Source))] with internal static IAsyncEnumerable<T> Source(arguments by name, services..., CancellationToken)");

    public static readonly DiagnosticDescriptor MisplacedEventMessage = Error(
        "CVT018", "Only fields of the subscription root have events",
        "The parameter '{0}' of '{1}' carries [EventMessage], but no [SubscriptionType] class holds the method");

    public static readonly DiagnosticDescriptor UnreadableConfigure = Error(
        "CVT019", "Configure says itself what is ignored and what the name is",
        "'{0}' configures something that cannot be read at build time; in Configure itself and under no condition, call Ignore with a lambda that reads one property, such as w => w.Secret, and Name with a constant");

    public static readonly DiagnosticDescriptor OutputAsInput = Error(
        "CVT020", "A class is an object type or an input object",
        "{0} is an argument here, but the schema has it as an object type too; make a record of its own for the argument");

    public static readonly DiagnosticDescriptor InvalidName = Error(
        "CVT021", "A name is one of GraphQL",
        "'{0}' cannot have the name '{1}': {2}; set another with [GraphQLName]");

    public static readonly DiagnosticDescriptor DuplicateTypeName = Error(
        "CVT022", "A name is that of one type",
        "'{0}' would be a second type '{1}' beside {2}; set another name with [GraphQLName]");

    public static readonly DiagnosticDescriptor InvalidId = Error(
        "CVT023", "An id is one text",
        "'{0}' cannot be an [ID]: it is a {1}; {2}");

    public static readonly DiagnosticDescriptor InvalidDefault = Error(
        "CVT024", "A default is a constant of its type",
        "'{0}' cannot have this default: {1}");

    public static readonly DiagnosticDescriptor RequiredDeprecated = Error(
        "CVT025", "What is required is not deprecated",
        "'{0}' is required, so it cannot be deprecated: nobody could leave it out; make it nullable or give it a default");

    public static readonly DiagnosticDescriptor InvalidOneOf = Error(
        "CVT026", "A [OneOf] type's fields are nullable",
        "'{0}' is a field of the [OneOf] type {1}, so it must be nullable and have no default");

    public static readonly DiagnosticDescriptor CircularInput = Error(
        "CVT027", "An input object does not require itself",
        "'{0}' requires a {1} inside of every {1}, which nobody could write down; make a property on the way nullable or a collection");

    public static readonly DiagnosticDescriptor NoMembers = Error(
        "CVT028", "A type has members",
        "'{0}' has no {1}, and a type needs at least one");

    public static readonly DiagnosticDescriptor NoEffect = Error(
        "CVT029", "What is written has an effect",
        "{0} on '{1}' has no effect: {2}");

    public static readonly DiagnosticDescriptor InvalidConfigure = Error(
        "CVT030", "Configure is the other half of a partial method",
        "'{0}' must have it as static partial void Configure(IObjectTypeDescriptor<T> descriptor), or with IInterfaceTypeDescriptor<T>: the generator writes the other half");

    public static readonly DiagnosticDescriptor InvalidTarget = Error(
        "CVT031", "An interface type is of a C# interface, an object type of a class or struct",
        "'{0}' cannot register {1}: {2}");

    public static readonly DiagnosticDescriptor InvalidImplementation = Error(
        "CVT032", "A type's fields are those of its interfaces",
        "{0}.{1} differs from {2}.{1}, which it implements: {3}");

    public static readonly DiagnosticDescriptor InvalidModuleName = Error(
        "CVT033", "A module's name is part of a C# name",
        "The module cannot be named '{0}': Add{0}() would be no method");

    public static readonly DiagnosticDescriptor MissingParent = Error(
        "CVT034", "The parent is marked",
        "'{0}' of '{1}' is a {2}, which the field belongs to; mark it with [Parent]");

    /// <summary>All of them, in the order of their ids.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotStatic, NotPartial, InvalidParent, UnsupportedType, UnsupportedParameter, DuplicateName, InvalidDataLoader, InvalidPaging, UnboundType,
        UnregisteredInterface, UnknownBoundMember, UnknownExtensionTarget, DuplicateDataLoader, DuplicateRegistration, NotAccessible, MultipleRoles, InvalidSourceStream, MisplacedEventMessage,
        UnreadableConfigure, OutputAsInput, InvalidName, DuplicateTypeName, InvalidId, InvalidDefault, RequiredDeprecated, InvalidOneOf, CircularInput, NoMembers,
        NoEffect, InvalidConfigure, InvalidTarget, InvalidImplementation, InvalidModuleName, MissingParent,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(d => d.Id);

    public static DiagnosticDescriptor Get(string id) => ById[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Couverture", DiagnosticSeverity.Error, isEnabledByDefault: true);
}

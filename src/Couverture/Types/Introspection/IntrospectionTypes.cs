using System.Text.RegularExpressions;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>The introspection types (specification section 4). They are ordinary definitions without special handling in the executor.</summary>
internal static partial class IntrospectionTypes
{
    private static readonly TypeReference StringReference = TypeReference.Named("String");
    private static readonly TypeReference BooleanReference = TypeReference.Named("Boolean");

    public static bool IsIntrospection(INamedType type) => type.Name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>Creates the meta-fields, which every schema has implicitly: <c>__typename</c>, <c>__schema</c> and <c>__type</c>.</summary>
    public static (FieldDefinition TypeName, FieldDefinition Schema, FieldDefinition Type) CreateMetaFields(Func<Schema> schema) => (
        TypeDefinitions.Field("__typename", StringReference.NonNull(), "The name of the object type.", _ => throw new InvalidOperationException("The plan writes __typename without a resolver.")),
        TypeDefinitions.Field("__schema", Named("__Schema").NonNull(), "The schema.", _ => schema()),
        new FieldDefinition
        {
            Name = "__type",
            Type = Named("__Type"),
            Description = "The type with a name. Null if there is none.",
            Arguments = [new ArgumentDefinition { Name = "name", Type = StringReference.NonNull(), Description = "The type's name." }],
            Resolver = new FieldResolver.Sync(context => schema().Types.TryGet(context.Argument<string>(0), out var type) ? type : null),
        });

    public static IEnumerable<TypeDefinition> Create(Func<Schema> schema) =>
    [
        SchemaType(), TypeType(schema), FieldType(), InputValueType(), EnumValueType(), DirectiveType(),
        EnumOf<TypeKind>("__TypeKind", "The kinds of types."),
        EnumOf<DirectiveLocation>("__DirectiveLocation", "The locations of directives."),
    ];

    private static ObjectTypeDefinition SchemaType() => TypeDefinitions.Object(
        "__Schema",
        "The schema of the server.",
        TypeDefinitions.Field("description", StringReference, "The description of the schema.", s => ((Schema)s).Description),
        TypeDefinitions.Field("types", ListOf("__Type"), "All types, including introspection types.", s => ((Schema)s).Types),
        TypeDefinitions.Field("queryType", Named("__Type").NonNull(), "The query root type.", s => ((Schema)s).QueryType),
        TypeDefinitions.Field("mutationType", Named("__Type"), "The mutation root type. Null if there are no mutations.", s => ((Schema)s).MutationType),
        TypeDefinitions.Field("subscriptionType", Named("__Type"), "The subscription root type. Null if there are no subscriptions.", s => ((Schema)s).SubscriptionType),
        TypeDefinitions.Field("directives", ListOf("__Directive"), "All directives.", s => ((Schema)s).Directives));

    private static ObjectTypeDefinition TypeType(Func<Schema> schema) => TypeDefinitions.Object(
        "__Type",
        "A named type, or a list or non-null wrapper of another type.",
        TypeDefinitions.Field("kind", Named("__TypeKind").NonNull(), "The kind of type, which determines the fields that are not null.", t => ((IType)t).Kind),
        TypeDefinitions.Field("name", StringReference, "The name. Null for list and non-null types.", t => (t as INamedType)?.Name),
        TypeDefinitions.Field("description", StringReference, "The description of the type.", t => (t as INamedType)?.Description),
        TypeDefinitions.Field("specifiedByURL", StringReference, "The URL of the specification of a scalar.", t => (t as ScalarType)?.SpecifiedBy?.OriginalString),
        WithDeprecated("fields", Named("__Field").NonNull().List(), "The fields of an object or interface type.", (t, all) => (t as ComplexType)?.Fields.Where(f => all || f.DeprecationReason is null)),
        TypeDefinitions.Field("interfaces", Named("__Type").NonNull().List(), "The interfaces that an object or interface type implements.", t => (t as ComplexType)?.Interfaces),
        TypeDefinitions.Field("possibleTypes", Named("__Type").NonNull().List(), "The object types that an interface or union can have.", t => t is InterfaceType or UnionType ? schema().GetPossibleTypes((INamedType)t) : null),
        WithDeprecated("enumValues", Named("__EnumValue").NonNull().List(), "The values of an enum.", (t, all) => (t as EnumType)?.Values.Where(v => all || v.DeprecationReason is null)),
        WithDeprecated("inputFields", Named("__InputValue").NonNull().List(), "The fields of an input object.", (t, all) => (t as InputObjectType)?.Fields.Where(f => all || f.DeprecationReason is null)),
        TypeDefinitions.Field("ofType", Named("__Type"), "The type inside a list or non-null type.", t => t is ListType list ? list.ItemType : (t as NonNullType)?.InnerType),
        TypeDefinitions.Field("isOneOf", BooleanReference, "Whether exactly one field of an input object must be given.", t => (t as InputObjectType)?.IsOneOf));

    private static ObjectTypeDefinition FieldType() => TypeDefinitions.Object(
        "__Field",
        "A field of an object or interface type.",
        TypeDefinitions.Field("name", StringReference.NonNull(), "The name.", f => ((Field)f).Name),
        TypeDefinitions.Field("description", StringReference, "The description of the field.", f => ((Field)f).Description),
        WithDeprecated("args", ListOf("__InputValue"), "The arguments.", (f, all) => ((Field)f).Arguments.Where(a => all || a.DeprecationReason is null)),
        TypeDefinitions.Field("type", Named("__Type").NonNull(), "The type.", f => ((Field)f).Type),
        TypeDefinitions.Field("isDeprecated", BooleanReference.NonNull(), "Whether it is deprecated.", f => ((Field)f).DeprecationReason is not null),
        TypeDefinitions.Field("deprecationReason", StringReference, "The deprecation reason. Null if it is not deprecated.", f => ((Field)f).DeprecationReason));

    private static ObjectTypeDefinition InputValueType() => TypeDefinitions.Object(
        "__InputValue",
        "An argument or a field of an input object.",
        TypeDefinitions.Field("name", StringReference.NonNull(), "The name.", v => ((InputValue)v).Name),
        TypeDefinitions.Field("description", StringReference, "The description of the value.", v => ((InputValue)v).Description),
        TypeDefinitions.Field("type", Named("__Type").NonNull(), "The type.", v => ((InputValue)v).Type),
        TypeDefinitions.Field("defaultValue", StringReference, "The default value as a GraphQL literal. Null if there is none.", v => ((InputValue)v).DefaultValue is { } literal ? SyntaxPrinter.Print(literal) : null),
        TypeDefinitions.Field("isDeprecated", BooleanReference.NonNull(), "Whether it is deprecated.", v => ((InputValue)v).DeprecationReason is not null),
        TypeDefinitions.Field("deprecationReason", StringReference, "The deprecation reason. Null if it is not deprecated.", v => ((InputValue)v).DeprecationReason));

    private static ObjectTypeDefinition EnumValueType() => TypeDefinitions.Object(
        "__EnumValue",
        "A value of an enum.",
        TypeDefinitions.Field("name", StringReference.NonNull(), "The name.", v => ((EnumValue)v).Name),
        TypeDefinitions.Field("description", StringReference, "The description of the value.", v => ((EnumValue)v).Description),
        TypeDefinitions.Field("isDeprecated", BooleanReference.NonNull(), "Whether it is deprecated.", v => ((EnumValue)v).DeprecationReason is not null),
        TypeDefinitions.Field("deprecationReason", StringReference, "The deprecation reason. Null if it is not deprecated.", v => ((EnumValue)v).DeprecationReason));

    private static ObjectTypeDefinition DirectiveType() => TypeDefinitions.Object(
        "__Directive",
        "A directive.",
        TypeDefinitions.Field("name", StringReference.NonNull(), "The name, without the leading @.", d => ((DirectiveDefinition)d).Name),
        TypeDefinitions.Field("description", StringReference, "The description of the directive.", d => ((DirectiveDefinition)d).Description),
        TypeDefinitions.Field("isRepeatable", BooleanReference.NonNull(), "Whether the directive can be applied more than once at the same location.", d => ((DirectiveDefinition)d).IsRepeatable),
        TypeDefinitions.Field("locations", ListOf("__DirectiveLocation"), "The locations at which it can be used.", d => ((DirectiveDefinition)d).Locations),
        WithDeprecated("args", ListOf("__InputValue"), "The arguments.", (d, all) => ((DirectiveDefinition)d).Arguments.Where(a => all || a.DeprecationReason is null)));

    private static FieldDefinition WithDeprecated(string name, TypeReference type, string description, Func<object, bool, object?> members) => new()
    {
        Name = name,
        Type = type,
        Description = description,
        Arguments =
        [
            new ArgumentDefinition
            {
                Name = "includeDeprecated",
                Type = BooleanReference.NonNull(),
                Description = "Whether to include deprecated elements.",
                HasDefaultValue = true,
                DefaultValue = false,
            },
        ],
        Resolver = new FieldResolver.Sync(context => members(context.Parent<object>(), context.Argument<bool>(0))),
    };

    private static EnumTypeDefinition EnumOf<T>(string name, string description)
        where T : struct, Enum
    {
        var type = new EnumTypeDefinition(name) { RuntimeType = typeof(T), Description = description };
        foreach (var value in Enum.GetValues<T>())
            type.Values.Add(new EnumValueDefinition(UpperSnake(value.ToString()), value));
        return type;
    }

    /// <summary>Converts a kind or location to its name in the specification, for example <c>INPUT_OBJECT</c>.</summary>
    public static string UpperSnake(string name) => WordBoundary().Replace(name, "_").ToUpperInvariant();

    private static TypeReference Named(string name) => TypeReference.Named(name);

    private static TypeReference ListOf(string name) => Named(name).NonNull().List().NonNull();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordBoundary();
}

using System.Text.RegularExpressions;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>The types of introspection (specification section 4), ordinary definitions that the executor runs as any other.</summary>
internal static partial class IntrospectionTypes
{
    private static readonly TypeReference Text = TypeReference.Named("String");
    private static readonly TypeReference Truth = TypeReference.Named("Boolean");

    public static bool IsIntrospection(INamedType type) => type.Name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>The fields that every schema has without declaring them: <c>__typename</c>, <c>__schema</c> and <c>__type</c>.</summary>
    public static (FieldDefinition TypeName, FieldDefinition Schema, FieldDefinition Type) CreateMetaFields(Func<Schema> schema) => (
        TypeDefinitions.Field("__typename", Text.NonNull(), "The name of the object type.", _ => throw new InvalidOperationException("The plan knows the name.")),
        TypeDefinitions.Field("__schema", Named("__Schema").NonNull(), "The schema.", _ => schema()),
        new FieldDefinition
        {
            Name = "__type",
            Type = Named("__Type"),
            Description = "The type of a name; null where there is none.",
            Arguments = [new ArgumentDefinition { Name = "name", Type = Text.NonNull(), Description = "The type's name." }],
            Resolver = new FieldResolver.Sync(context => schema().Types.TryGet(context.Argument<string>(0), out var type) ? type : null),
        });

    public static IEnumerable<TypeDefinition> Create(Func<Schema> schema) =>
    [
        SchemaType(), TypeType(schema), FieldType(), InputValueType(), EnumValueType(), DirectiveType(),
        EnumOf<TypeKind>("__TypeKind", "The kinds of types."),
        EnumOf<DirectiveLocation>("__DirectiveLocation", "The places a directive may stand at."),
    ];

    private static ObjectTypeDefinition SchemaType() => TypeDefinitions.Object(
        "__Schema",
        "Everything a server offers.",
        TypeDefinitions.Field("description", Text, "What the schema is about.", s => ((Schema)s).Description),
        TypeDefinitions.Field("types", ListOf("__Type"), "Every type, introspection types included.", s => ((Schema)s).Types),
        TypeDefinitions.Field("queryType", Named("__Type").NonNull(), "The root of queries.", s => ((Schema)s).QueryType),
        TypeDefinitions.Field("mutationType", Named("__Type"), "The root of mutations; null where there are none.", s => ((Schema)s).MutationType),
        TypeDefinitions.Field("subscriptionType", Named("__Type"), "The root of subscriptions; null where there are none.", s => ((Schema)s).SubscriptionType),
        TypeDefinitions.Field("directives", ListOf("__Directive"), "Every directive.", s => ((Schema)s).Directives));

    private static ObjectTypeDefinition TypeType(Func<Schema> schema) => TypeDefinitions.Object(
        "__Type",
        "A type, named or wrapping another.",
        TypeDefinitions.Field("kind", Named("__TypeKind").NonNull(), "The type's kind, which says which of the fields have a value.", t => ((IType)t).Kind),
        TypeDefinitions.Field("name", Text, "The name; null for a list and a non-null type.", t => (t as INamedType)?.Name),
        TypeDefinitions.Field("description", Text, "What the type means.", t => (t as INamedType)?.Description),
        TypeDefinitions.Field("specifiedByURL", Text, "Where the text form of a scalar is specified.", t => (t as ScalarType)?.SpecifiedBy?.OriginalString),
        WithDeprecated("fields", Named("__Field").NonNull().List(), "The fields of an object or interface type.", (t, all) => (t as ComplexType)?.Fields.Where(f => all || f.DeprecationReason is null)),
        TypeDefinitions.Field("interfaces", Named("__Type").NonNull().List(), "The interfaces that an object or interface type implements.", t => (t as ComplexType)?.Interfaces),
        TypeDefinitions.Field("possibleTypes", Named("__Type").NonNull().List(), "The object types that an interface or union stands for.", t => t is InterfaceType or UnionType ? schema().GetPossibleTypes((INamedType)t) : null),
        WithDeprecated("enumValues", Named("__EnumValue").NonNull().List(), "The values of an enum.", (t, all) => (t as EnumType)?.Values.Where(v => all || v.DeprecationReason is null)),
        WithDeprecated("inputFields", Named("__InputValue").NonNull().List(), "The fields of an input object.", (t, all) => (t as InputObjectType)?.Fields.Where(f => all || f.DeprecationReason is null)),
        TypeDefinitions.Field("ofType", Named("__Type"), "The type inside a list or non-null type.", t => t is ListType list ? list.ItemType : (t as NonNullType)?.InnerType),
        TypeDefinitions.Field("isOneOf", Truth, "Whether exactly one field of an input object must be given.", t => (t as InputObjectType)?.IsOneOf));

    private static ObjectTypeDefinition FieldType() => TypeDefinitions.Object(
        "__Field",
        "A field of an object or interface type.",
        TypeDefinitions.Field("name", Text.NonNull(), "The name.", f => ((Field)f).Name),
        TypeDefinitions.Field("description", Text, "What the field means.", f => ((Field)f).Description),
        WithDeprecated("args", ListOf("__InputValue"), "The arguments.", (f, all) => ((Field)f).Arguments.Where(a => all || a.DeprecationReason is null)),
        TypeDefinitions.Field("type", Named("__Type").NonNull(), "The type.", f => ((Field)f).Type),
        TypeDefinitions.Field("isDeprecated", Truth.NonNull(), "Whether it should no longer be used.", f => ((Field)f).DeprecationReason is not null),
        TypeDefinitions.Field("deprecationReason", Text, "Why it should no longer be used.", f => ((Field)f).DeprecationReason));

    private static ObjectTypeDefinition InputValueType() => TypeDefinitions.Object(
        "__InputValue",
        "An argument or a field of an input object.",
        TypeDefinitions.Field("name", Text.NonNull(), "The name.", v => ((InputValue)v).Name),
        TypeDefinitions.Field("description", Text, "What the value means.", v => ((InputValue)v).Description),
        TypeDefinitions.Field("type", Named("__Type").NonNull(), "The type.", v => ((InputValue)v).Type),
        TypeDefinitions.Field("defaultValue", Text, "The default as a literal; null where there is none.", v => ((InputValue)v).DefaultValue is { } literal ? SyntaxPrinter.Print(literal) : null),
        TypeDefinitions.Field("isDeprecated", Truth.NonNull(), "Whether it should no longer be used.", v => ((InputValue)v).DeprecationReason is not null),
        TypeDefinitions.Field("deprecationReason", Text, "Why it should no longer be used.", v => ((InputValue)v).DeprecationReason));

    private static ObjectTypeDefinition EnumValueType() => TypeDefinitions.Object(
        "__EnumValue",
        "A value of an enum.",
        TypeDefinitions.Field("name", Text.NonNull(), "The name.", v => ((EnumValue)v).Name),
        TypeDefinitions.Field("description", Text, "What the value means.", v => ((EnumValue)v).Description),
        TypeDefinitions.Field("isDeprecated", Truth.NonNull(), "Whether it should no longer be used.", v => ((EnumValue)v).DeprecationReason is not null),
        TypeDefinitions.Field("deprecationReason", Text, "Why it should no longer be used.", v => ((EnumValue)v).DeprecationReason));

    private static ObjectTypeDefinition DirectiveType() => TypeDefinitions.Object(
        "__Directive",
        "A directive that the server knows.",
        TypeDefinitions.Field("name", Text.NonNull(), "The name without the sign before it.", d => ((DirectiveDefinition)d).Name),
        TypeDefinitions.Field("description", Text, "What the directive means.", d => ((DirectiveDefinition)d).Description),
        TypeDefinitions.Field("isRepeatable", Truth.NonNull(), "Whether it may stand more than once at one place.", d => ((DirectiveDefinition)d).IsRepeatable),
        TypeDefinitions.Field("locations", ListOf("__DirectiveLocation"), "Where it may stand.", d => ((DirectiveDefinition)d).Locations),
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
                Type = Truth.NonNull(),
                Description = "Whether deprecated ones are listed too.",
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

    /// <summary>The specification's spelling of a kind or location: <c>INPUT_OBJECT</c>.</summary>
    public static string UpperSnake(string name) => Hump().Replace(name, "_").ToUpperInvariant();

    private static TypeReference Named(string name) => TypeReference.Named(name);

    private static TypeReference ListOf(string name) => Named(name).NonNull().List().NonNull();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Hump();
}

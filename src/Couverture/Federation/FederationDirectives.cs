using Couverture.Language;
using Couverture.Types;

namespace Couverture.Federation;

/// <summary>
/// The directives of Apollo Federation 2 (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives), for the definitions of a
/// schema with federation.
/// </summary>
public static class FederationDirectives
{
    internal const string FieldSetName = "FieldSet";
    internal const string KeyName = "key";
    internal const string RequiresName = "requires";
    internal const string ProvidesName = "provides";
    internal const string LinkName = "link";
    internal const string ComposeDirectiveName = "composeDirective";
    internal const string FieldsName = "fields";

    private static readonly DirectiveLocation[] AnyPart =
    [
        DirectiveLocation.FieldDefinition, DirectiveLocation.Interface, DirectiveLocation.Object, DirectiveLocation.Union, DirectiveLocation.ArgumentDefinition,
        DirectiveLocation.Scalar, DirectiveLocation.Enum, DirectiveLocation.EnumValue, DirectiveLocation.InputObject, DirectiveLocation.InputFieldDefinition,
    ];

    private static readonly DirectiveLocation[] Secured = [DirectiveLocation.FieldDefinition, DirectiveLocation.Object, DirectiveLocation.Interface, DirectiveLocation.Scalar, DirectiveLocation.Enum];

    /// <summary>The definitions, and the version of the specification that introduced each: 2.<i>n</i>.</summary>
    internal static IReadOnlyDictionary<string, (DirectiveTypeDefinition Definition, int Version)> Definitions { get; } = new (DirectiveTypeDefinition Definition, int Version)[]
    {
        (Define(KeyName, "Identifies an object across graphs by fields.", [DirectiveLocation.Object, DirectiveLocation.Interface], true, FieldsArgument, Optional("resolvable", "Boolean", "Whether this graph can load the object by the key.", true)), 0),
        (Define("shareable", "Other graphs may resolve the field as well.", [DirectiveLocation.Object, DirectiveLocation.FieldDefinition], true), 0),
        (Define("inaccessible", "Hides a part of this graph from clients of the composed graph.", AnyPart, false), 0),
        (Define("tag", "A label for tools.", AnyPart, true, Required("name", "String", "The label.")), 0),
        (Define("external", "Another graph resolves the field.", [DirectiveLocation.FieldDefinition, DirectiveLocation.Object], false), 0),
        (Define(RequiresName, "The resolver needs fields of other graphs.", [DirectiveLocation.FieldDefinition], false, FieldsArgument), 0),
        (Define(ProvidesName, "The field also resolves fields of other graphs.", [DirectiveLocation.FieldDefinition], false, FieldsArgument), 0),
        (Define("override", "This graph resolves the field instead of another graph.", [DirectiveLocation.FieldDefinition], false, Required("from", "String", "The name of the other graph.")), 0),
        (Define("extends", "The type is an extension of a type of another graph.", [DirectiveLocation.Object, DirectiveLocation.Interface], false), 0),
        (Define(ComposeDirectiveName, "The composed graph keeps a custom directive.", [DirectiveLocation.Schema], true, Required("name", "String", "The name of the directive with its leading @.")), 1),
        (Define("interfaceObject", "The object type stands for an interface of other graphs.", [DirectiveLocation.Object], false), 3),
        (Define("authenticated", "The composed graph requires an authenticated client.", Secured, false), 5),
    }.ToDictionary(directive => directive.Definition.Name, StringComparer.Ordinal);

    /// <summary>All definitions.</summary>
    internal static IEnumerable<DirectiveTypeDefinition> AllDefinitions => Definitions.Values.Select(static directive => directive.Definition).Prepend(LinkDefinition);

    private static DirectiveTypeDefinition LinkDefinition { get; } = Define(
        LinkName,
        "Uses a specification.",
        [DirectiveLocation.Schema],
        true,
        Required("url", "String", "The URL of the specification and its version."),
        new ArgumentDefinition { Name = "as", Type = TypeReference.Named("String"), Description = "The prefix of its names." },
        new ArgumentDefinition { Name = "import", Type = TypeReference.Named("String").List(), Description = "The names to use without the prefix." });

    private static ArgumentDefinition FieldsArgument => Required(FieldsName, FieldSetName, "The fields, as a selection set without braces.");

    /// <summary>Whether a name is a directive of federation in a schema.</summary>
    internal static bool IsDefined(Schema schema, string name) => schema.IsFederated && (name == LinkName || Definitions.ContainsKey(name));

    /// <summary>Creates <c>@key</c>.</summary>
    /// <param name="fields">The fields that identify an object, as a selection set without braces.</param>
    /// <param name="resolvable">Whether this graph can load an object by the key.</param>
    public static DirectiveNode Key(string fields, bool resolvable = true) =>
        resolvable ? Apply(KeyName, (FieldsName, Text(fields))) : Apply(KeyName, (FieldsName, Text(fields)), ("resolvable", new BooleanValueNode(false)));

    /// <summary>Creates <c>@shareable</c>.</summary>
    public static DirectiveNode Shareable() => Apply("shareable");

    /// <summary>Creates <c>@inaccessible</c>.</summary>
    public static DirectiveNode Inaccessible() => Apply("inaccessible");

    /// <summary>Creates <c>@tag</c>.</summary>
    /// <param name="name">The label.</param>
    public static DirectiveNode Tag(string name) => Apply("tag", ("name", Text(name)));

    /// <summary>Creates <c>@external</c>.</summary>
    public static DirectiveNode External() => Apply("external");

    /// <summary>Creates <c>@requires</c>.</summary>
    /// <param name="fields">The fields of the same type, as a selection set without braces. The representations that <c>_entities</c> receives contain them.</param>
    public static DirectiveNode Requires(string fields) => Apply(RequiresName, (FieldsName, Text(fields)));

    /// <summary>Creates <c>@provides</c>.</summary>
    /// <param name="fields">The fields of the type of the field, as a selection set without braces.</param>
    public static DirectiveNode Provides(string fields) => Apply(ProvidesName, (FieldsName, Text(fields)));

    /// <summary>Creates <c>@override</c>.</summary>
    /// <param name="from">The name of the other graph.</param>
    public static DirectiveNode Override(string from) => Apply("override", ("from", Text(from)));

    /// <summary>Creates <c>@extends</c>.</summary>
    public static DirectiveNode Extends() => Apply("extends");

    /// <summary>Creates <c>@interfaceObject</c>.</summary>
    public static DirectiveNode InterfaceObject() => Apply("interfaceObject");

    /// <summary>Creates <c>@authenticated</c>.</summary>
    public static DirectiveNode Authenticated() => Apply("authenticated");

    /// <summary>Creates <c>@composeDirective</c>.</summary>
    /// <param name="name">The name of the directive with its leading @.</param>
    public static DirectiveNode ComposeDirective(string name) => Apply(ComposeDirectiveName, ("name", Text(name)));

    /// <summary>Creates <c>@link</c>.</summary>
    /// <param name="url">The URL of the specification and its version.</param>
    /// <param name="imports">The names to use without a prefix.</param>
    public static DirectiveNode Link(string url, IEnumerable<string> imports) => Apply(LinkName, ("url", Text(url)), ("import", new ListValueNode([.. imports.Select(Text)])));

    private static DirectiveNode Apply(string name, params (string Name, IValueNode Value)[] arguments) =>
        new(new NameNode(name), [.. arguments.Select(argument => new ArgumentNode(new NameNode(argument.Name), argument.Value))]);

    private static StringValueNode Text(string text) => new(text);

    private static DirectiveTypeDefinition Define(string name, string description, DirectiveLocation[] locations, bool isRepeatable, params ArgumentDefinition[] arguments) =>
        new(name) { Description = description, Locations = locations, IsRepeatable = isRepeatable, Arguments = arguments };

    private static ArgumentDefinition Required(string name, string type, string description) => new() { Name = name, Type = TypeReference.Named(type).NonNull(), Description = description };

    private static ArgumentDefinition Optional(string name, string type, string description, object defaultValue) =>
        new() { Name = name, Type = TypeReference.Named(type), Description = description, HasDefaultValue = true, DefaultValue = defaultValue };
}

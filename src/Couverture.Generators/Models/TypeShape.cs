namespace Couverture.Generators.Models;

/// <summary>The members of a runtime type that are relevant to the schema.</summary>
/// <param name="Key">The fully qualified name; also the key of the type's location, if it is declared in this compilation.</param>
/// <param name="IsInCompilation">Whether the type is declared in this compilation.</param>
/// <param name="IsEnum">Whether the type is an enum.</param>
/// <param name="IsInterface">Whether the type is a C# interface.</param>
/// <param name="Name">The default name in the schema.</param>
/// <param name="Documentation">The source of the type's description.</param>
/// <param name="Interfaces">All C# interfaces that the type implements.</param>
/// <param name="Bases">The classes that the type derives from.</param>
/// <param name="Properties">The public instance properties, including inherited ones.</param>
/// <param name="Values">The members of an enum.</param>
/// <param name="IsOneOf">Whether the type has <c>[OneOf]</c>.</param>
/// <param name="Input">How to create an instance from an argument; null if that is impossible.</param>
internal sealed record TypeShape(
    string Key,
    bool IsInCompilation,
    bool IsEnum,
    bool IsInterface,
    string Name,
    DocumentationSource Documentation,
    EquatableArray<string> Interfaces,
    EquatableArray<string> Bases,
    EquatableArray<PropertyModel> Properties,
    EquatableArray<EnumValueModel> Values,
    bool IsOneOf,
    InputShape? Input);

/// <summary>A runtime type as an input object.</summary>
/// <param name="Name">The name in the schema.</param>
/// <param name="Members">The fields; at least one.</param>
internal sealed record InputShape(string Name, EquatableArray<InputMember> Members);

/// <summary>A field of an input object.</summary>
/// <param name="Member">The C# name of the constructor parameter or of the property.</param>
/// <param name="IsParameter">Whether the field is a constructor parameter.</param>
/// <param name="Key">The key of the member's location, for diagnostics; null if it is declared in another assembly.</param>
/// <param name="FieldName">The field name.</param>
/// <param name="Documentation">The source of the field's description.</param>
/// <param name="Deprecation">The deprecation reason; null if the field is not deprecated.</param>
/// <param name="Type">The type.</param>
/// <param name="DefaultValue">The default.</param>
/// <param name="IsId">Whether the member has <c>[ID]</c>.</param>
internal sealed record InputMember(
    string Member,
    bool IsParameter,
    string? Key,
    string FieldName,
    DocumentationSource Documentation,
    string? Deprecation,
    TypeModel Type,
    DefaultModel DefaultValue,
    bool IsId);

/// <summary>A property that is a field.</summary>
/// <param name="Member">The C# name.</param>
/// <param name="Key">The key of the property's location, for diagnostics; null if it is declared in another assembly.</param>
/// <param name="FieldName">The field name.</param>
/// <param name="Documentation">The source of the field's description.</param>
/// <param name="Deprecation">The deprecation reason; null if the field is not deprecated.</param>
/// <param name="Type">The type.</param>
/// <param name="IsId">Whether the property has <c>[ID]</c>.</param>
/// <param name="IsObsoleteError">Whether <c>[Obsolete]</c> makes every read of the property a compiler error.</param>
internal sealed record PropertyModel(
    string Member,
    string? Key,
    string FieldName,
    DocumentationSource Documentation,
    string? Deprecation,
    TypeModel Type,
    bool IsId,
    bool IsObsoleteError);

/// <summary>A member of an enum.</summary>
/// <param name="Member">The C# name.</param>
/// <param name="Name">The name in the schema.</param>
/// <param name="Documentation">The source of the value's description.</param>
/// <param name="Deprecation">The deprecation reason; null if the value is not deprecated.</param>
internal sealed record EnumValueModel(string Member, string Name, DocumentationSource Documentation, string? Deprecation);

/// <summary>The source of a description: a text, or else the first id found in a documentation file.</summary>
/// <param name="Text">The text of an attribute or of the source's documentation; null if the ids have to be looked up.</param>
/// <param name="Ids">The documentation ids, in lookup order.</param>
internal sealed record DocumentationSource(string? Text, EquatableArray<string> Ids)
{
    public static readonly DocumentationSource None = new(null, EquatableArray<string>.Empty);
}

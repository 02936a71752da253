namespace Couverture.Generators.Models;

/// <summary>A runtime type as the schema sees it.</summary>
/// <param name="Key">Fully qualified name; findings about a type of this compilation are filed under it.</param>
/// <param name="IsOfCompilation">Whether it stands in this compilation.</param>
/// <param name="IsEnum">Whether it is an enum.</param>
/// <param name="IsInterface">Whether it is a C# interface.</param>
/// <param name="Name">Its name in the schema unless something sets another.</param>
/// <param name="Documentation">Where its description comes from.</param>
/// <param name="Interfaces">All C# interfaces it implements.</param>
/// <param name="Bases">The classes it derives from.</param>
/// <param name="Properties">Its public instance properties, inherited ones included.</param>
/// <param name="Values">The members of an enum.</param>
/// <param name="IsOneOf">Whether it carries <c>[OneOf]</c>.</param>
/// <param name="Input">How it is made of an argument; null where it cannot be.</param>
internal sealed record TypeShape(
    string Key,
    bool IsOfCompilation,
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
/// <param name="Name">Its name in the schema.</param>
/// <param name="Members">Its fields; at least one.</param>
internal sealed record InputShape(string Name, EquatableArray<InputMember> Members);

/// <summary>A field of an input object.</summary>
/// <param name="Member">The C# name of the constructor's parameter or of the property.</param>
/// <param name="IsParameter">Whether the constructor takes it.</param>
/// <param name="Key">What findings about it are filed under; null where it is of another assembly.</param>
/// <param name="FieldName">The field's name.</param>
/// <param name="Documentation">Where its description comes from.</param>
/// <param name="Deprecation">Why it is deprecated.</param>
/// <param name="Type">Its type.</param>
/// <param name="DefaultValue">Its default.</param>
/// <param name="IsId">Whether it carries <c>[ID]</c>.</param>
internal sealed record InputMember(
    string Member,
    bool IsParameter,
    string? Key,
    string FieldName,
    DocumentationSource Documentation,
    string? Deprecation,
    TypeUse Type,
    DefaultModel DefaultValue,
    bool IsId);

/// <summary>A property that is a field.</summary>
/// <param name="Member">Its C# name.</param>
/// <param name="Key">What findings about it are filed under; null where it is of another assembly.</param>
/// <param name="FieldName">The field's name.</param>
/// <param name="Documentation">Where its description comes from.</param>
/// <param name="Deprecation">Why it is deprecated.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsId">Whether it carries <c>[ID]</c>.</param>
/// <param name="IsForbidden">Whether <c>[Obsolete]</c> forbids to read it.</param>
internal sealed record PropertyModel(
    string Member,
    string? Key,
    string FieldName,
    DocumentationSource Documentation,
    string? Deprecation,
    TypeUse Type,
    bool IsId,
    bool IsForbidden);

/// <summary>A member of an enum.</summary>
/// <param name="Member">Its C# name.</param>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Documentation">Where its description comes from.</param>
/// <param name="Deprecation">Why it is deprecated.</param>
internal sealed record EnumValueModel(string Member, string Name, DocumentationSource Documentation, string? Deprecation);

/// <summary>Where a description comes from: a text at hand, else the first of the ids that a documentation file knows.</summary>
/// <param name="Text">The text, where the member is of this compilation or carries an attribute.</param>
/// <param name="Ids">Documentation ids, to be looked up in this order.</param>
internal sealed record DocumentationSource(string? Text, EquatableArray<string> Ids)
{
    public static readonly DocumentationSource None = new(null, EquatableArray<string>.Empty);
}

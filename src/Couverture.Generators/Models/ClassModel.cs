namespace Couverture.Generators.Models;

/// <summary>What an attribute makes of an annotated class.</summary>
internal enum ClassRole
{
    Query,
    Mutation,
    Subscription,
    ObjectType,
    InterfaceType,
    ExtendType,
    ExtendName,
}

internal static class ClassRoles
{
    /// <summary>Whether the role's name is that of a root type.</summary>
    public static bool IsRoot(this ClassRole role) => role is ClassRole.Query or ClassRole.Mutation or ClassRole.Subscription;
}

/// <summary>A class whose public static methods are fields.</summary>
/// <param name="Role">Which attribute it carries.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its name, fully qualified.</param>
/// <param name="Target">The runtime type in the attribute's angle brackets.</param>
/// <param name="TargetName">The GraphQL name in the attribute's parentheses.</param>
/// <param name="TypeName">The name that <c>Configure</c> or <c>[GraphQLName]</c> sets.</param>
/// <param name="Description">The text of <c>[GraphQLDescription]</c>, or the summary of a root's class.</param>
/// <param name="Methods">Its fields.</param>
/// <param name="Ignored">The properties that its <c>Configure</c> method ignores.</param>
internal sealed record ClassModel(
    ClassRole Role,
    string Namespace,
    string Name,
    string Key,
    TypeUse? Target,
    string? TargetName,
    string? TypeName,
    string? Description,
    EquatableArray<MethodModel> Methods,
    EquatableArray<string> Ignored);

/// <summary>How a method hands over its value.</summary>
internal enum ReturnForm
{
    Value,
    Task,
}

/// <summary>A method that is a field.</summary>
/// <param name="Name">Its C# name.</param>
/// <param name="Key">What findings about it are filed under.</param>
/// <param name="FieldName">The field's name.</param>
/// <param name="Documentation">Where its description comes from.</param>
/// <param name="Deprecation">Why it is deprecated.</param>
/// <param name="Type">What it returns, without the task around it.</param>
/// <param name="Form">Whether there is a task around it.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Paging">Its <c>[UsePaging]</c>.</param>
/// <param name="IsId">Whether it carries <c>[ID]</c>.</param>
/// <param name="BoundMember">The property it replaces.</param>
/// <param name="Source">Its source stream; null unless it is a field of the subscription root.</param>
/// <param name="Cost">What it says of its cost; null where it says nothing.</param>
internal sealed record MethodModel(
    string Name,
    string Key,
    string FieldName,
    DocumentationSource Documentation,
    string? Deprecation,
    TypeUse Type,
    ReturnForm Form,
    EquatableArray<ParameterModel> Parameters,
    PagingModel? Paging,
    bool IsId,
    string? BoundMember,
    SourceModel? Source,
    CostModel? Cost)
{
    /// <summary>The name of its connection without the word Connection; null where it is not paged.</summary>
    public string? ConnectionName => Paging is null ? null : Paging.ConnectionName ?? Naming.Pascal(FieldName);
}

/// <summary>The method that gives the events of a subscription's field.</summary>
/// <param name="Name">Its C# name.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record SourceModel(string Name, EquatableArray<ParameterModel> Parameters);

/// <summary>What a parameter of a field's method takes.</summary>
internal enum ParameterRole
{
    Argument,
    Parent,
    EventMessage,
    Context,
    Cancellation,
    Service,
    DataLoader,
    ScopedState,
}

/// <summary>A parameter of a field's method.</summary>
/// <param name="Role">What it takes.</param>
/// <param name="Key">What findings about it are filed under.</param>
/// <param name="Name">Its C# name.</param>
/// <param name="Type">Its type.</param>
/// <param name="GraphQLName">The argument's name, or the key of the scoped state.</param>
/// <param name="Documentation">Where the argument's description comes from.</param>
/// <param name="Deprecation">Why the argument is deprecated.</param>
/// <param name="DefaultValue">The argument's default.</param>
/// <param name="IsId">Whether it carries <c>[ID]</c>.</param>
internal sealed record ParameterModel(
    ParameterRole Role,
    string Key,
    string Name,
    TypeUse Type,
    string GraphQLName,
    DocumentationSource Documentation,
    string? Deprecation,
    DefaultModel DefaultValue,
    bool IsId);

/// <summary>The values of <c>[UsePaging]</c>.</summary>
internal sealed record PagingModel(
    string? ConnectionName,
    int DefaultPageSize,
    int MaxPageSize,
    bool IncludeTotalCount,
    bool AllowBackwardPagination,
    string? ProviderName);

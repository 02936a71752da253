namespace Couverture.Generators.Models;

/// <summary>The role that an attribute gives to a class.</summary>
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
/// <param name="Role">The role that the class's attribute gives it.</param>
/// <param name="Namespace">The namespace; empty for the global namespace.</param>
/// <param name="Name">The class name.</param>
/// <param name="Key">The fully qualified class name.</param>
/// <param name="Target">The attribute's type argument; null if it has none.</param>
/// <param name="TargetName">The GraphQL name that the attribute's constructor takes; null if it takes none.</param>
/// <param name="TypeName">The type name that <c>Configure</c> or <c>[GraphQLName]</c> sets; null if neither does.</param>
/// <param name="Description">The text of <c>[GraphQLDescription]</c>, or the summary of a root's class.</param>
/// <param name="Methods">The methods that are fields.</param>
/// <param name="NodeResolver">The method that loads an object by its id; null if the class has none.</param>
/// <param name="Ignored">The properties that the <c>Configure</c> method ignores.</param>
internal sealed record ClassModel(
    ClassRole Role,
    string Namespace,
    string Name,
    string Key,
    TypeModel? Target,
    string? TargetName,
    string? TypeName,
    string? Description,
    EquatableArray<MethodModel> Methods,
    MethodModel? NodeResolver,
    EquatableArray<string> Ignored)
{
    /// <summary>All methods that generated code calls.</summary>
    public IEnumerable<MethodModel> AllMethods => NodeResolver is null ? Methods : Methods.Append(NodeResolver);
}

/// <summary>Whether a method returns its value directly or in a task.</summary>
internal enum ReturnForm
{
    Value,
    Task,
}

/// <summary>A method that is a field.</summary>
/// <param name="Name">The method name.</param>
/// <param name="Key">The key of the method's location, for diagnostics.</param>
/// <param name="FieldName">The field name.</param>
/// <param name="Documentation">The source of the field's description.</param>
/// <param name="Deprecation">The deprecation reason; null if the field is not deprecated.</param>
/// <param name="Type">The return type, without the task.</param>
/// <param name="Form">Whether the method returns a task.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Paging">The values of <c>[UsePaging]</c>; null if the method does not have it.</param>
/// <param name="Filter">The filter of <c>[UseFiltering]</c>, fully qualified; null if the method does not have it.</param>
/// <param name="Sort">The sort input type of <c>[UseSorting]</c>, fully qualified; null if the method does not have it.</param>
/// <param name="IsId">Whether the method has <c>[ID]</c>.</param>
/// <param name="BoundMember">The property that the field replaces; null if it replaces none.</param>
/// <param name="Source">The source stream; null unless the method is a field of the subscription root.</param>
/// <param name="Cost">The values of the cost attributes; null if the method has none.</param>
internal sealed record MethodModel(
    string Name,
    string Key,
    string FieldName,
    DocumentationSource Documentation,
    string? Deprecation,
    TypeModel Type,
    ReturnForm Form,
    EquatableArray<ParameterModel> Parameters,
    PagingModel? Paging,
    string? Filter,
    string? Sort,
    bool IsId,
    string? BoundMember,
    SourceStreamModel? Source,
    CostModel? Cost)
{
    /// <summary>The connection's name without the suffix Connection; null if the field is not paged.</summary>
    public string? ConnectionName => Paging is null ? null : Paging.ConnectionName ?? Naming.Pascal(FieldName);
}

/// <summary>The method that returns the source stream of a subscription field.</summary>
/// <param name="Name">The method name.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record SourceStreamModel(string Name, EquatableArray<ParameterModel> Parameters);

/// <summary>Where a resolver parameter gets its value from.</summary>
internal enum ParameterRole
{
    Argument,
    Parent,
    EventMessage,
    Context,
    CancellationToken,
    Service,
    DataLoader,
    ScopedState,
}

/// <summary>A parameter of a resolver or of a source stream method.</summary>
/// <param name="Role">Where the parameter gets its value from.</param>
/// <param name="Key">The key of the parameter's location, for diagnostics.</param>
/// <param name="Name">The C# name.</param>
/// <param name="Type">The type.</param>
/// <param name="GraphQLName">The argument's name, or the key of the scoped state.</param>
/// <param name="Documentation">The source of the argument's description.</param>
/// <param name="Deprecation">The deprecation reason; null if the argument is not deprecated.</param>
/// <param name="DefaultValue">The argument's default.</param>
/// <param name="IsId">Whether the parameter has <c>[ID]</c>.</param>
internal sealed record ParameterModel(
    ParameterRole Role,
    string Key,
    string Name,
    TypeModel Type,
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

/// <summary>The values of a field's cost attributes.</summary>
/// <param name="Weight">The weight of <c>[Cost]</c> as a C# literal; null if the field does not have the attribute.</param>
/// <param name="ListSize">The values of <c>[ListSize]</c>; null if the field does not have the attribute.</param>
internal sealed record CostModel(string? Weight, ListSizeModel? ListSize);

/// <summary>The values of <c>[ListSize]</c>.</summary>
internal sealed record ListSizeModel(
    int AssumedSize,
    EquatableArray<string> SlicingArguments,
    EquatableArray<string> SizedFields,
    bool RequireOneSlicingArgument);

/// <summary>The default of an argument or of an input object's field.</summary>
/// <param name="Expression">The value as a C# expression; null if there is no default or if it is invalid.</param>
/// <param name="Error">Why the value is not valid for the type; null if it is valid.</param>
internal sealed record DefaultModel(string? Expression, string? Error)
{
    public static readonly DefaultModel None = new(null, null);

    public static DefaultModel Invalid(string reason) => new(null, reason);
}

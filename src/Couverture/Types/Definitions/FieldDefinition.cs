using Couverture.Data.Filtering;
using Couverture.Data.Sorting;
using Couverture.Execution;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>The definition of an output field, before the schema is built.</summary>
public sealed class FieldDefinition
{
    /// <summary>The field's name in the schema.</summary>
    public required string Name { get; set; }

    /// <summary>The description; null for no description.</summary>
    public string? Description { get; set; }

    /// <summary>The field's type; with <see cref="Paging"/>, the type of one node.</summary>
    public required TypeReference Type { get; set; }

    /// <summary>The arguments, in the order in which the resolver reads them by index.</summary>
    public IList<ArgumentDefinition> Arguments { get; init; } = [];

    /// <summary>The resolver; null for an interface field without one.</summary>
    public FieldResolver? Resolver { get; set; }

    /// <summary>
    /// Returns the source stream of a subscription root field (specification section 6.2.3.1); null for all other fields. The resolver receives
    /// each event as its parent. The stream must end when its cancellation token is cancelled.
    /// </summary>
    public Func<ResolverContext, IAsyncEnumerable<object?>>? Subscribe { get; set; }

    /// <summary>The deprecation reason; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; set; }

    /// <summary>The paging settings, if the field is a connection over the sequence that the resolver returns; else null.</summary>
    public PagingDefinition? Paging { get; set; }

    /// <summary>The filter of a paged field; null for a field without the argument <c>where</c>.</summary>
    public FilterInputType? Filter { get; set; }

    /// <summary>The sort keys of a paged field; null for a field without the argument <c>order</c>.</summary>
    public SortInputType? Sort { get; set; }

    /// <summary>Whether the value of the resolver is returned as a global id: base64 of <c>Type:value</c>.</summary>
    public bool IsGlobalId { get; set; }

    /// <summary>The custom directives applied to it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>The definition of an argument or input field, before the schema is built.</summary>
public sealed class ArgumentDefinition
{
    /// <summary>The argument's name in the schema.</summary>
    public required string Name { get; set; }

    /// <summary>The description; null for no description.</summary>
    public string? Description { get; set; }

    /// <summary>The argument's type.</summary>
    public required TypeReference Type { get; set; }

    /// <summary>Whether the argument has the default <see cref="DefaultValue"/>.</summary>
    public bool HasDefaultValue { get; init; }

    /// <summary>The default as a runtime value (an enum member, a boolean, a number, a string, null).</summary>
    public object? DefaultValue { get; init; }

    /// <summary>Converts the coerced items to the resolver's collection; null if the argument is not a list.</summary>
    public Func<IReadOnlyList<object?>, object>? ToCollection { get; init; }

    /// <summary>The deprecation reason; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; set; }

    /// <summary>The custom directives applied to it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>The paging settings of a connection.</summary>
/// <param name="ConnectionName">The connection's name without the suffix Connection.</param>
/// <param name="DefaultPageSize">The default page size; 0 uses the server's default.</param>
/// <param name="MaxPageSize">The maximum page size; 0 uses the server's default.</param>
/// <param name="IncludeTotalCount">Whether the connection has the field <c>totalCount</c>.</param>
/// <param name="AllowBackwardPagination">Whether the field has the arguments <c>last</c> and <c>before</c>.</param>
/// <param name="ProviderName">The name of the paging provider; null for paging by item index.</param>
public sealed record PagingDefinition(
    string ConnectionName,
    int DefaultPageSize,
    int MaxPageSize,
    bool IncludeTotalCount,
    bool AllowBackwardPagination,
    string? ProviderName = null);

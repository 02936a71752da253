using Couverture.Execution;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>An output field before the schema is built.</summary>
public sealed class FieldDefinition
{
    /// <summary>The field's name in the schema.</summary>
    public required string Name { get; set; }

    /// <summary>What the field means; null leaves it without description.</summary>
    public string? Description { get; set; }

    /// <summary>The field's type; with <see cref="Paging"/>, the type of one node.</summary>
    public required TypeReference Type { get; set; }

    /// <summary>The arguments, in the order in which the resolver reads them by index.</summary>
    public IList<ArgumentDefinition> Arguments { get; init; } = [];

    /// <summary>How the field gets its value; null on a field of an interface that only declares it.</summary>
    public FieldResolver? Resolver { get; set; }

    /// <summary>
    /// The source stream of a field of the subscription root, and only of those (specification section 6.2.3.1): from the field's arguments
    /// and services to its events. The resolver has the event as its parent. The stream ends when its cancellation token does.
    /// </summary>
    public Func<ResolverContext, IAsyncEnumerable<object?>>? Subscribe { get; set; }

    /// <summary>Why the field is deprecated; null where it is not.</summary>
    public string? DeprecationReason { get; set; }

    /// <summary>Set where the field is a connection over the sequence that the resolver returns.</summary>
    public PagingDefinition? Paging { get; set; }

    /// <summary>Whether the string that the resolver returns is written as a global id: base64 of <c>Type:value</c>.</summary>
    public bool IsGlobalId { get; set; }

    /// <summary>The directives of the host's that stand on it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>An argument before the schema is built.</summary>
public sealed class ArgumentDefinition
{
    /// <summary>The argument's name in the schema.</summary>
    public required string Name { get; set; }

    /// <summary>What the argument means; null leaves it without description.</summary>
    public string? Description { get; set; }

    /// <summary>The argument's type.</summary>
    public required TypeReference Type { get; set; }

    /// <summary>Whether <see cref="DefaultValue"/> stands for an argument left out.</summary>
    public bool HasDefaultValue { get; init; }

    /// <summary>The default as a runtime value (an enum member, a boolean, a number, a string, null).</summary>
    public object? DefaultValue { get; init; }

    /// <summary>Makes the resolver's collection of the coerced items; null where the argument is no list.</summary>
    public Func<IReadOnlyList<object?>, object>? ToCollection { get; init; }

    /// <summary>Why the argument is deprecated; null where it is not.</summary>
    public string? DeprecationReason { get; set; }

    /// <summary>The directives of the host's that stand on it.</summary>
    public IList<DirectiveNode> Directives { get; } = [];
}

/// <summary>How a connection pages.</summary>
/// <param name="ConnectionName">The connection's name without the word Connection.</param>
/// <param name="DefaultPageSize">0 takes the server's default.</param>
/// <param name="MaxPageSize">0 takes the server's default.</param>
/// <param name="IncludeTotalCount">Whether there is a field <c>totalCount</c>.</param>
/// <param name="AllowBackwardPagination">Whether there are arguments <c>last</c> and <c>before</c>.</param>
/// <param name="ProviderName">The name of the paging provider; null pages by the indexes of the items.</param>
public sealed record PagingDefinition(
    string ConnectionName,
    int DefaultPageSize,
    int MaxPageSize,
    bool IncludeTotalCount,
    bool AllowBackwardPagination,
    string? ProviderName = null);

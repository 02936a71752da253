using Couverture.Execution;

namespace Couverture.Data;

/// <summary>Slices the lists that one field's resolver returns into pages, and defines the cursors.</summary>
/// <param name="options">The page sizes of the field. Requested sizes are checked against them before the resolver runs.</param>
public abstract class CursorPagingHandler(PagingOptions options)
{
    internal PagingOptions Options { get; } = options;

    /// <summary>Returns one page.</summary>
    /// <param name="context">The field.</param>
    /// <param name="source">The resolver's result; never null.</param>
    /// <param name="arguments">The page.</param>
    /// <exception cref="GraphQLException">A cursor is not from this list.</exception>
    protected abstract ValueTask<Connection> SliceAsync(IResolverContext context, object source, CursorPagingArguments arguments);

    /// <summary>Rejects malformed cursors before the resolver runs.</summary>
    /// <exception cref="GraphQLException">A cursor is malformed.</exception>
    internal virtual void Check(CursorPagingArguments arguments)
    {
    }

    internal ValueTask<Connection> PageAsync(IResolverContext context, object source, CursorPagingArguments arguments) => SliceAsync(context, source, arguments);
}

/// <summary>Creates the paging handlers of the fields that name the provider in <c>[UsePaging(ProviderName = ...)]</c>.</summary>
public abstract class CursorPagingProvider
{
    /// <summary>Creates the handler of one field.</summary>
    /// <param name="options">The page sizes of the field.</param>
    protected abstract CursorPagingHandler CreateHandler(PagingOptions options);

    internal CursorPagingHandler HandlerOf(PagingOptions options) => CreateHandler(options);
}

/// <summary>The page that a client requests. The sizes are within the field's limits.</summary>
/// <param name="First">The maximum number of items from the start; null for no limit.</param>
/// <param name="Last">The maximum number of items from the end; null for no limit.</param>
/// <param name="After">The cursor of the item that the page follows, as the client sent it; null for the start of the list.</param>
/// <param name="Before">The cursor of the item that the page precedes, as the client sent it; null for the end of the list.</param>
public readonly record struct CursorPagingArguments(int? First = null, int? Last = null, string? After = null, string? Before = null);

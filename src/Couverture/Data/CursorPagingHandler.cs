using Couverture.Execution;

namespace Couverture.Data;

/// <summary>Cuts the pages of one field out of the lists that its resolver returns, and decides what the cursors are.</summary>
/// <param name="options">The page sizes of the field, against which a client's are checked before the resolver runs.</param>
public abstract class CursorPagingHandler(PagingOptions options)
{
    internal PagingOptions Options { get; } = options;

    /// <summary>Cuts out a page.</summary>
    /// <param name="context">The field.</param>
    /// <param name="source">What the resolver returned, never null.</param>
    /// <param name="arguments">The page.</param>
    /// <exception cref="GraphQLException">A cursor is not one of this list.</exception>
    protected abstract ValueTask<Connection> SliceAsync(IResolverContext context, object source, CursorPagingArguments arguments);

    /// <summary>Refuses cursors that cannot be of any list of the field, before the resolver runs.</summary>
    /// <exception cref="GraphQLException">A cursor is damaged.</exception>
    internal virtual void Check(CursorPagingArguments arguments)
    {
    }

    internal ValueTask<Connection> PageAsync(IResolverContext context, object source, CursorPagingArguments arguments) => SliceAsync(context, source, arguments);
}

/// <summary>Makes the paging handlers of the fields that name it in <c>[UsePaging(ProviderName = ...)]</c>.</summary>
public abstract class CursorPagingProvider
{
    /// <summary>Makes the handler of one field.</summary>
    /// <param name="options">The page sizes of the field.</param>
    protected abstract CursorPagingHandler CreateHandler(PagingOptions options);

    internal CursorPagingHandler HandlerOf(PagingOptions options) => CreateHandler(options);
}

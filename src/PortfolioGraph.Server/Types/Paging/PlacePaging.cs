using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>Reads a page's cursor before its list is loaded.</summary>
internal static class PlacePaging
{
    /// <summary>The scope of a connection's list, once the cursor in <c>after</c> is known to be of that list: one that is not costs no call.</summary>
    /// <typeparam name="T">What the list is a list of.</typeparam>
    /// <param name="connection">The connection field.</param>
    /// <param name="scope">Whose list.</param>
    /// <exception cref="GraphQLException">CURSOR_INVALID.</exception>
    public static Scope PagedScope<T>(this IResolverContext connection, Scope scope)
        where T : IPlaced
    {
        _ = Cursors.Read<T>(scope, connection.ArgumentValue<string?>("after"), "after");
        return scope;
    }
}

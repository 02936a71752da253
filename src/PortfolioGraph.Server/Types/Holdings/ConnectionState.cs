using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Hands a loaded dataset down to the fields of its connection.</summary>
internal static class ConnectionState
{
    /// <summary>The dataset itself, left for the connection's own fields under a name.</summary>
    /// <typeparam name="T">The dataset.</typeparam>
    /// <param name="context">The connection field.</param>
    /// <param name="name">The name that the connection's fields know it by.</param>
    /// <param name="fetched">What the load gave.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static T SetConnectionState<T>(this IResolverContext context, string name, LoadResult<T>? fetched)
        where T : notnull
    {
        var value = fetched.ValueOrThrow(context);
        context.SetScopedState(name, fetched!);
        return value;
    }
}

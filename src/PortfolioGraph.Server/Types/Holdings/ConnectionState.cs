using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Passes the source of a loaded dataset to the fields of its connection.</summary>
internal static class ConnectionState
{
    /// <summary>Stores the source of a load as scoped state for the connection's fields and returns the loaded value.</summary>
    /// <typeparam name="T">The type of the loaded value.</typeparam>
    /// <param name="context">The context of the connection field.</param>
    /// <param name="name">The name of the scoped state.</param>
    /// <param name="result">The result of the load.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static T SetSource<T>(this IResolverContext context, string name, LoadResult<T>? result)
        where T : notnull
    {
        var value = result.ValueOrThrow(context);
        context.SetScopedState(name, result!.Source!);
        return value;
    }
}

using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>The total value of a scope, from which shares are computed.</summary>
internal static class ScopeValue
{
    /// <summary>Returns the value of a scope in USD, now or at its time in the past. Null if unknown.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="values">The loader of current values.</param>
    /// <param name="past">The loader of past holdings. The requested value was already loaded together with the holding.</param>
    /// <param name="context">The context of the field.</param>
    /// <param name="cancellationToken">Cancelled when the operation ends.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static async Task<decimal?> LoadValueAsync(
        this Scope scope,
        IValueByKeyDataLoader values,
        IPastByKeyDataLoader past,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        scope.At is { } moment
            ? (await past.LoadAsync(new PastKey(scope.Owners, moment), cancellationToken)).ValueOrThrow(context).ValueUsd.ValueOrThrow()
            : (await values.LoadAsync(new ValueKey(scope), cancellationToken)).ValueOrThrow(context).TotalUsd;
}

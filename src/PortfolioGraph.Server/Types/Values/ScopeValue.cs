using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>The whole that something held is a part of.</summary>
internal static class ScopeValue
{
    /// <summary>The value of a scope in USD, now or at its moment of the past; null where unknown.</summary>
    /// <param name="scope">Whose value.</param>
    /// <param name="values">Loads values of now.</param>
    /// <param name="past">Loads the past; what is asked here was loaded with the holding itself.</param>
    /// <param name="context">The field that asks.</param>
    /// <param name="cancellationToken">The operation's end.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static async Task<decimal?> LoadValueAsync(
        this Scope scope,
        IValueByKeyDataLoader values,
        IPastByKeyDataLoader past,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        scope.At is { } moment
            ? (await past.LoadAsync(new PastHoldingsKey(scope.Owners, moment), cancellationToken)).ValueOrThrow(context).ValueUsd.ValueOrThrow()
            : (await values.LoadAsync(new ValueKey(scope), cancellationToken)).ValueOrThrow(context).TotalUsd;
}

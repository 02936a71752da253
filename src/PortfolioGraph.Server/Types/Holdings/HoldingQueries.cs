using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Completes loaded holdings with what their filter or sort keys compare.</summary>
internal static class HoldingQueries
{
    /// <summary>Loads the value of a scope if shares of it are compared. Returns null otherwise.</summary>
    /// <param name="context">The context of the list field.</param>
    /// <param name="scope">The scope of the list.</param>
    /// <param name="values">The loader of current values.</param>
    /// <param name="cancellationToken">Cancelled when the operation ends.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static async Task<decimal?> LoadQueriedValue(this IResolverContext context, Scope scope, IValueByKeyDataLoader values, CancellationToken cancellationToken) =>
        context.QueriesBy("share") ? (await values.LoadAsync(new ValueKey(scope), cancellationToken)).ValueOrThrow(context).TotalUsd : null;

    /// <summary>Returns the tokens with their shares.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="context">The context of the list field.</param>
    /// <param name="whole">The value of their scope in USD; null if unknown or not compared.</param>
    /// <exception cref="GraphQLException">A compared part failed to load, so that no item can be said to match.</exception>
    public static IReadOnlyList<TokenHolding> ForQuery(this IReadOnlyList<TokenHolding> tokens, IResolverContext context, decimal? whole)
    {
        context.ThrowIfQueriedPartFailed(tokens.Select(static token => token.ProfitAndLoss));
        return whole is null ? tokens : [.. tokens.Select(token => token with { QueriedShare = Fraction.Of(token.ValueUsd, whole) })];
    }

    /// <summary>Returns the positions with their shares.</summary>
    /// <param name="positions">The positions.</param>
    /// <param name="context">The context of the list field.</param>
    /// <param name="whole">The value of their scope in USD; null if unknown or not compared.</param>
    /// <exception cref="GraphQLException">A compared part failed to load, so that no item can be said to match.</exception>
    public static IReadOnlyList<Position> ForQuery(this IReadOnlyList<Position> positions, IResolverContext context, decimal? whole)
    {
        context.ThrowIfQueriedPartFailed(positions.Select(static position => position.ProfitAndLoss));
        if (context.QueriesBy("isLocked"))
        {
            foreach (var position in positions)
                position.IsLocked.ValueOrThrow();
        }

        return whole is null ? positions : [.. positions.Select(position => position with { QueriedShare = Fraction.Of(position.ValueUsd, whole) })];
    }

    private static void ThrowIfQueriedPartFailed(this IResolverContext context, IEnumerable<ValueOrFailure<ProfitAndLoss?>> gains)
    {
        if (!context.QueriesBy("profitAndLoss"))
            return;
        var comparesRoi = context.QueriesBy("roi");
        foreach (var gain in gains)
        {
            if (gain.ValueOrThrow() is { } known && comparesRoi)
                new ValueOrFailure<decimal?>(known.Roi, known.RoiFailure).ValueOrThrow();
        }
    }
}

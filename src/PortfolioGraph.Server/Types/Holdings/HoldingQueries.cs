using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Completes loaded holdings with what their filter or sort keys compare.</summary>
internal static class HoldingQueries
{
    // Nearly all lists compare no shares.
    private static readonly Task<decimal?> NoValue = Task.FromResult<decimal?>(null);

    /// <summary>Loads the value of a scope if shares of it are compared. Returns null otherwise.</summary>
    /// <param name="context">The context of the list field.</param>
    /// <param name="scope">The scope of the list.</param>
    /// <param name="values">The loader of current values.</param>
    /// <param name="cancellationToken">Cancelled when the operation ends.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static Task<decimal?> LoadQueriedValue(this IResolverContext context, Scope scope, IValueByKeyDataLoader values, CancellationToken cancellationToken) =>
        context.QueriesBy("share") ? context.LoadValueAsync(scope, values, cancellationToken) : NoValue;

    /// <summary>Returns the tokens with their shares.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="context">The context of the list field.</param>
    /// <param name="whole">The value of their scope in USD; null if unknown or not compared.</param>
    /// <exception cref="GraphQLException">A compared part failed to load, so it is unknown which items match.</exception>
    public static IReadOnlyList<TokenHolding> ForQuery(this IReadOnlyList<TokenHolding> tokens, IResolverContext context, decimal? whole)
    {
        context.ThrowIfQueriedGainFailed(tokens);
        return whole is { } value ? tokens.WithShares(value) : tokens;
    }

    /// <summary>Returns the positions with their shares.</summary>
    /// <param name="positions">The positions.</param>
    /// <param name="context">The context of the list field.</param>
    /// <param name="whole">The value of their scope in USD; null if unknown or not compared.</param>
    /// <exception cref="GraphQLException">A compared part failed to load, so it is unknown which items match.</exception>
    public static IReadOnlyList<Position> ForQuery(this IReadOnlyList<Position> positions, IResolverContext context, decimal? whole)
    {
        context.ThrowIfQueriedGainFailed(positions);
        if (context.QueriesBy("isLocked"))
        {
            foreach (var position in positions)
                position.IsLocked.ValueOrThrow();
        }

        return whole is { } value ? positions.WithShares(value) : positions;
    }

    /// <summary>Returns the protocols with their shares.</summary>
    /// <param name="protocols">The protocols.</param>
    /// <param name="context">The context of the list field.</param>
    /// <param name="whole">The value of their scope in USD; null if unknown or not compared.</param>
    /// <exception cref="GraphQLException">A compared part failed to load, so it is unknown which items match.</exception>
    public static IReadOnlyList<ProtocolHoldings> ForQuery(this IReadOnlyList<ProtocolHoldings> protocols, IResolverContext context, decimal? whole)
    {
        context.ThrowIfQueriedGainFailed(protocols);
        return whole is { } value ? protocols.WithShares(value) : protocols;
    }

    private static IReadOnlyList<TokenHolding> WithShares(this IReadOnlyList<TokenHolding> tokens, decimal whole) =>
        [.. tokens.Select(token => token with { QueriedShare = Fraction.Of(token.ValueUsd, whole) })];

    private static IReadOnlyList<Position> WithShares(this IReadOnlyList<Position> positions, decimal whole) =>
        [.. positions.Select(position => position with { QueriedShare = Fraction.Of(position.ValueUsd, whole) })];

    private static async Task<decimal?> LoadValueAsync(this IResolverContext context, Scope scope, IValueByKeyDataLoader values, CancellationToken cancellationToken) =>
        (await values.LoadAsync(new ValueKey(scope), cancellationToken)).ValueOrThrow(context).TotalUsd;

    private static IReadOnlyList<ProtocolHoldings> WithShares(this IReadOnlyList<ProtocolHoldings> protocols, decimal whole) =>
        [.. protocols.Select(protocol => protocol with { QueriedShare = Fraction.Of(protocol.ValueUsd, whole) })];

    private static void ThrowIfQueriedGainFailed(this IResolverContext context, IEnumerable<IHolding> holdings)
    {
        if (!context.QueriesBy("profitAndLoss"))
            return;
        var comparesRoi = context.QueriesBy("roi");
        foreach (var holding in holdings)
        {
            if (holding.ProfitAndLoss.ValueOrThrow() is { } gain && comparesRoi)
                new ValueOrFailure<decimal?>(gain.Roi, gain.RoiFailure).ValueOrThrow();
        }
    }
}

using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types.Changes;

/// <summary>The change of wallets, portfolios and their chain slices.</summary>
[ExtendObjectType<IHoldings>]
public static class ChangeFields
{
    /// <summary>
    /// The change of the tokens and positions since a time in the past, split into the effects of prices and of amounts. Null with the error TIME_INVALID if the time is in the future or
    /// before 2015-07-30, and with another error if the past holdings cannot be loaded. If only the tokens or only the positions cannot be loaded, the other part is complete.
    /// </summary>
    /// <param name="since">The time; fractions of a second are cut off.</param>
    [Cost(40)]
    public static async Task<HoldingsChange?> GetChangeAsync(
        [Parent] IHoldings holdings,
        DateTimeOffset since,
        IPastByKeyDataLoader past,
        ITokensByKeyDataLoader tokens,
        IPositionsByKeyDataLoader positions,
        [Service] TimeProvider clock,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var owners = holdings.Scope.Owners;
        var then = past.LoadAsync(new PastHoldingsKey(owners, clock.RequirePast(since, "change", "since")), cancellationToken);
        var tokensNow = tokens.LoadAsync(context.CreateChangedTokensKey(owners), cancellationToken);
        var positionsNow = positions.LoadAsync(new PositionsKey(owners), cancellationToken);
        return HoldingsComparison.Compare(
            holdings.Scope, (await then).ValueOrThrow(context), (await tokensNow).RecordStale(context), (await positionsNow).RecordStale(context));
    }
}

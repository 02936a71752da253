using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Past;

/// <summary>The past of wallets and portfolios.</summary>
[ExtendObjectType<IMultiChainHoldings>]
public static class PastFields
{
    /// <summary>What was held at a moment of the past. Null with the error TIME_INVALID where the moment lies in the future or before 2015-07-30, with another where it cannot be loaded.</summary>
    /// <param name="time">The moment; parts of a second are cut off.</param>
    [Cost(20)]
    public static async Task<PastHoldings?> GetAtAsync(
        [Parent] IMultiChainHoldings holdings,
        DateTimeOffset time,
        IPastByKeyDataLoader past,
        [Service] TimeProvider clock,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await past.LoadAsync(new PastKey(holdings.Scope.Owners, clock.Past(time)), cancellationToken)).ValueOrThrow(context);
}

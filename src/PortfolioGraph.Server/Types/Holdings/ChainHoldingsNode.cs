using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The holdings of a wallet or portfolio on one chain.</summary>
[ObjectType<ChainHoldings>]
public static partial class ChainHoldingsNode
{
    static partial void Configure(IObjectTypeDescriptor<ChainHoldings> descriptor) => descriptor.Ignore(c => c.Scope);

    /// <summary>The global id of these holdings, built from the addresses and the chain. A wallet and the portfolio of that one wallet have the same id on a chain.</summary>
    [ID]
    public static string GetId([Parent] ChainHoldings holdings) => holdings.Scope.ToString();

    /// <summary>Returns the holdings of an id.</summary>
    /// <param name="id">The scope.</param>
    /// <exception cref="GraphQLException">ID_INVALID, TOO_MANY_ADDRESSES, CHAIN_UNSUPPORTED, or the failure of the lookup of the chain.</exception>
    [NodeResolver]
    public static async Task<ChainHoldings?> GetChainHoldingsByIdAsync(string id, [Service] AddressLimits limits, [Service] ICatalog catalog, CancellationToken cancellationToken) =>
        HoldingIds.ReadScope(id, limits) is { ChainId: { } chainId, At: null } scope
            ? new ChainHoldings(scope, await catalog.GetKnownAsync(chainId, cancellationToken))
            : throw ArgumentErrors.IdInvalid();

    /// <summary>The chain's share of the total value as a fraction: 0.25 is 25 %. Null if the total is 0, negative or unknown.</summary>
    [Cost(20)]
    public static async Task<decimal?> GetShareAsync(
        [Parent] ChainHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var part = values.LoadAsync(new ValueKey(holdings.Scope), cancellationToken);
        var whole = values.LoadAsync(new ValueKey(new Scope(holdings.Scope.Owners)), cancellationToken);
        return Fraction.Of((await part).ValueOrThrow(context).TotalUsd, (await whole).ValueOrThrow(context).TotalUsd);
    }
}

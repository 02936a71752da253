using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types;

/// <summary>The only mutation refreshes cached data.</summary>
[MutationType]
public static partial class Mutation
{
    /// <summary>
    /// Invalidates the cached data of these wallets, also as parts of portfolios. Fields selected below are loaded again, within the usual rate limit. Other wallets
    /// stay cached.
    /// </summary>
    /// <param name="addresses">The accounts' addresses, at most 100. An empty list has no effect.</param>
    [ListSize(SlicingArguments = new[] { "addresses" }, SizedFields = new[] { "wallets" })]
    public static RefreshWalletsPayload RefreshWallets(IReadOnlyList<Address> addresses, [Service] AddressLimits limits, [Service] ICacheInvalidator cache)
    {
        var wallets = limits.CreateWallets("refreshWallets", addresses);
        if (wallets.Count > 0)
            cache.Invalidate(AddressSet.Of(addresses));
        return new RefreshWalletsPayload(wallets);
    }
}

/// <summary>The wallets whose cached data was invalidated.</summary>
/// <param name="Wallets">The wallets, in request order.</param>
public sealed record RefreshWalletsPayload(IReadOnlyList<Wallet> Wallets);

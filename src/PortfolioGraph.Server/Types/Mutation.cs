using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types;

/// <summary>What can be done: nothing but to ask for fresh data.</summary>
[MutationType]
public static partial class Mutation
{
    /// <summary>
    /// Forgets what is cached of these wallets, also as parts of portfolios. What is selected below is loaded anew, within the call budget like everything else;
    /// other wallets stay cached.
    /// </summary>
    /// <param name="addresses">The accounts' addresses, at most 100; none forgets nothing.</param>
    [ListSize(SlicingArguments = new[] { "addresses" }, SizedFields = new[] { "wallets" })]
    public static RefreshPayload Refresh(IReadOnlyList<Address> addresses, [Service] AddressLimits selection, [Service] ICacheInvalidator cached)
    {
        var wallets = selection.Wallets("refresh", addresses);
        if (wallets.Count > 0)
            cached.Invalidate(AddressSet.Of(addresses));
        return new RefreshPayload(wallets);
    }
}

/// <summary>What was forgotten.</summary>
/// <param name="Wallets">The wallets, in the order asked for.</param>
public sealed record RefreshPayload(IReadOnlyList<Wallet> Wallets);

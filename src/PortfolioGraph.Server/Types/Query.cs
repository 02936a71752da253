using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types;

/// <summary>What wallets hold on every chain, and how it is doing.</summary>
[QueryType]
public static partial class Query
{
    /// <summary>One wallet. Nothing is loaded for it but what is selected below.</summary>
    /// <param name="address">The account's address.</param>
    public static Wallet GetWallet(Address address) => new(address);

    /// <summary>Several wallets, each on its own, in the order asked for; at most 100.</summary>
    /// <param name="addresses">The accounts' addresses; none gives an empty list.</param>
    [ListSize(SlicingArguments = new[] { "addresses" })]
    public static IReadOnlyList<Wallet> GetWallets(IReadOnlyList<Address> addresses, [Service] AddressLimits selection) =>
        selection.Wallets("wallets", addresses);

    /// <summary>Several wallets taken as one: equal tokens are added up, returns are computed over all of them.</summary>
    /// <param name="addresses">The accounts' addresses: at least one, at most 10 different ones unless the server sets another limit.</param>
    public static Portfolio GetPortfolio(IReadOnlyList<Address> addresses, [Service] AddressLimits selection) =>
        selection.Portfolio("portfolio", addresses);

    /// <summary>The supported chains, by id; null with an error where the data source gives none.</summary>
    [Cost(10), ListSize(AssumedSize = 15)]
    public static async Task<IReadOnlyList<Chain>?> GetChainsAsync([Service] ICatalog catalog, IResolverContext context, CancellationToken cancellationToken) =>
        (await catalog.GetChainsAsync(cancellationToken)).ValueOrThrow(context);

    /// <summary>One supported chain; an id that is not supported gives null and the error CHAIN_UNSUPPORTED. Null with another error if that cannot be found out.</summary>
    /// <param name="chainId">The chain's id (EIP-155).</param>
    [Cost(1)]
    public static async Task<Chain?> GetChainAsync(int chainId, [Service] ICatalog catalog, CancellationToken cancellationToken) =>
        await catalog.SupportedAsync(chainId, cancellationToken);

    /// <summary>The supported protocols, by name; null with an error where the data source gives none.</summary>
    /// <param name="chainId">Only the protocols on this chain; null for all.</param>
    [Cost(10), ListSize(AssumedSize = 100)]
    public static async Task<IReadOnlyList<Protocol>?> GetProtocolsAsync(
        [Service] ICatalog catalog,
        IResolverContext context,
        CancellationToken cancellationToken,
        int? chainId = null)
    {
        // A chain that is not supported is refused before the protocols are loaded.
        var chain = chainId is { } id ? await catalog.SupportedAsync(id, cancellationToken) : null;
        return [.. (await catalog.GetProtocolsAsync(cancellationToken)).ValueOrThrow(context).Where(p => p.IsOn(chain?.ChainId)).Select(p => p.Protocol)];
    }
}

using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types;

/// <summary>Queries for the holdings of wallets and their performance on every chain.</summary>
[QueryType]
public static partial class Query
{
    /// <summary>One wallet. Only the selected fields are loaded.</summary>
    /// <param name="address">The account's address.</param>
    public static Wallet GetWallet(Address address) => new(address);

    /// <summary>Several individual wallets, in request order; at most 100.</summary>
    /// <param name="addresses">The accounts' addresses. An empty list returns an empty list.</param>
    [ListSize(SlicingArguments = new[] { "addresses" })]
    public static IReadOnlyList<Wallet> GetWallets(IReadOnlyList<Address> addresses, [Service] AddressLimits limits) =>
        limits.CreateWallets("wallets", addresses);

    /// <summary>Several individual wallets by keys that may be invalid, in request order; at most 1,000. An item is null with the error ADDRESS_INVALID if its key is not an address; other items are not affected. Intended for gateways, which join keys of other services.</summary>
    /// <param name="addresses">The accounts' addresses, not validated as a whole. An empty list returns an empty list.</param>
    [ListSize(SlicingArguments = new[] { "addresses" })]
    public static IReadOnlyList<Wallet?> GetWalletsByKey(IReadOnlyList<string> addresses, [Service] AddressLimits limits, IResolverContext context) =>
        limits.CreateWallets("walletsByKey", addresses, context);

    /// <summary>One wallet by a key that may be invalid. Null with the error ADDRESS_INVALID if the key is not an address. Intended for gateways, which join keys of other services.</summary>
    /// <param name="address">The account's address.</param>
    public static Wallet? GetWalletByKey(string address) => ArgumentErrors.ParseWallet(address);

    /// <summary>Several wallets treated as one. Amounts of equal tokens are added up, and returns are computed over all wallets.</summary>
    /// <param name="addresses">The accounts' addresses: at least one, at most 10 different ones unless the server sets another limit.</param>
    public static Portfolio GetPortfolio(IReadOnlyList<Address> addresses, [Service] AddressLimits limits) =>
        limits.CreatePortfolio("portfolio", addresses);

    /// <summary>The supported chains, ordered by id. Wallets may have holdings on other chains too. Null with an error if they cannot be loaded.</summary>
    [Cost(10), ListSize(AssumedSize = 15)]
    public static async Task<IReadOnlyList<Chain>?> GetChainsAsync([Service] ICatalog catalog, IResolverContext context, CancellationToken cancellationToken) =>
        (await catalog.GetChainsAsync(cancellationToken)).ValueOrThrow(context);

    /// <summary>One supported chain. Null with the error CHAIN_UNSUPPORTED if the chain is not supported, and with another error if that cannot be determined.</summary>
    /// <param name="chainId">The chain's id (EIP-155).</param>
    [Cost(1)]
    public static async Task<Chain?> GetChainAsync(int chainId, [Service] ICatalog catalog, CancellationToken cancellationToken) =>
        await catalog.GetSupportedAsync(chainId, cancellationToken);

    /// <summary>The supported protocols, ordered by name. Null with an error if they cannot be loaded.</summary>
    /// <param name="chainId">The chain of the protocols; null for all chains.</param>
    [Cost(10), ListSize(AssumedSize = 100)]
    public static async Task<IReadOnlyList<Protocol>?> GetProtocolsAsync(
        [Service] ICatalog catalog,
        IResolverContext context,
        CancellationToken cancellationToken,
        int? chainId = null)
    {
        // An unsupported chain is rejected before the protocols are loaded.
        var chain = chainId is { } id ? await catalog.GetSupportedAsync(id, cancellationToken) : null;
        return [.. (await catalog.GetProtocolsAsync(cancellationToken)).ValueOrThrow(context).Where(p => p.IsOn(chain?.ChainId)).Select(p => p.Protocol)];
    }

    /// <summary>One supported protocol. Null with the error PROTOCOL_UNKNOWN if there is none with this id, and with another error if that cannot be determined.</summary>
    /// <param name="protocolId">The protocol's id, for example aavev3.</param>
    [Cost(1)]
    public static async Task<Protocol?> GetProtocolAsync(string protocolId, [Service] ICatalog catalog, CancellationToken cancellationToken) =>
        await catalog.GetProtocolAsync(protocolId, cancellationToken);

    /// <summary>One token, whether or not a wallet holds it. Symbol, name and decimals are null unless the token is native, or this server has loaded a priced holding of it or a position with it. Null with the error CHAIN_UNSUPPORTED if the chain is neither supported nor in any holdings that this server has loaded.</summary>
    /// <param name="chainId">The chain's id (EIP-155).</param>
    /// <param name="address">The contract's address; 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE for the native token.</param>
    [Cost(1)]
    public static async Task<Token?> GetTokenAsync(int chainId, Address address, [Service] ICatalog catalog, CancellationToken cancellationToken) =>
        await catalog.GetTokenAsync(chainId, address, cancellationToken);
}

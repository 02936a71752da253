using System.Collections.Frozen;
using System.Globalization;

namespace PortfolioGraph.Core;

/// <summary>
/// The chains this process knows: a built-in table (CONTRACT, "Supported chains"), so that no call is needed to name a chain or to refuse one, bettered by what
/// the data source says of itself.
/// </summary>
internal sealed class KnownChains
{
    private static readonly Chain[] BuiltIn =
    [
        Of(1, "Ethereum", "ethereum", "ETH", "Ether"),
        Of(10, "Optimism", "optimism", "ETH", "Ether"),
        Of(56, "BNB Chain", "bsc_2", "BNB", "BNB"),
        Of(100, "Gnosis", "gnosis", "xDAI", "xDAI"),
        Of(130, "Unichain", null, "ETH", "Ether"),
        Of(137, "Polygon", "polygon_1", "POL", "Polygon Ecosystem Token"),
        Of(146, "Sonic", null, "S", "Sonic"),
        Of(250, "Fantom", null, "FTM", "Fantom"),
        Of(324, "zkSync Era", "zksync-era", "ETH", "Ether"),
        Of(8217, "Klaytn", null, "KAIA", "Kaia"),
        Of(8453, "Base", "base", "ETH", "Ether"),
        Of(42161, "Arbitrum", "arbitrum_2", "ETH", "Ether"),
        Of(43114, "Avalanche", "avalanche", "AVAX", "Avalanche"),
        Of(59144, "Linea", "linea", "ETH", "Ether"),
        Of(1313161554, "Aurora", null, "ETH", "Ether"),
    ];

    private volatile Known _known = new(BuiltIn.ToFrozenDictionary(static chain => chain.ChainId), [.. BuiltIn.Select(static chain => chain.ChainId)]);

    /// <summary>The ids of the supported chains, ascending.</summary>
    public IReadOnlyList<int> Supported => _known.Supported;

    /// <summary>The chain; one that is not known is named after its id.</summary>
    public Chain Get(int chainId) =>
        _known.ById.TryGetValue(chainId, out var chain) ? chain : new Chain(chainId, string.Create(CultureInfo.InvariantCulture, $"Chain {chainId}"), null, null);

    /// <summary>The chain with what a list of the data source says of it; what that leaves out stays as it was known.</summary>
    public Chain Better(int chainId, string? name, Uri? iconUrl, Token? nativeToken)
    {
        var known = Get(chainId);
        return new Chain(chainId, name ?? known.Name, iconUrl ?? known.IconUrl, nativeToken ?? known.NativeToken);
    }

    /// <summary>Takes a list of the data source as the truth. Chains that are no longer in it keep their name, for holdings that are still there.</summary>
    public void Learn(IReadOnlyList<Chain> supported)
    {
        if (supported.Count == 0)
            return;

        var byId = _known.ById.ToDictionary();
        foreach (var chain in supported)
            byId[chain.ChainId] = chain;
        _known = new Known(byId.ToFrozenDictionary(), [.. supported.Select(static chain => chain.ChainId).Distinct().Order()]);
    }

    private static Chain Of(int chainId, string name, string? icon, string symbol, string nativeName) => new(
        chainId,
        name,
        icon is null ? null : new Uri($"https://app.1inch.io/assets/images/network-logos/{icon}.svg"),
        new Token(chainId, Address.Native, symbol, nativeName, 18));

    private sealed record Known(FrozenDictionary<int, Chain> ById, IReadOnlyList<int> Supported);
}

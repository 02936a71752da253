using System.Collections.Frozen;
using System.Globalization;

namespace PortfolioGraph.Core;

/// <summary>
/// The chains this process knows: a built-in table (CONTRACT, "Supported chains"), so that no call is needed to name most chains, and what the data source's list says.
/// A chain of the table stays supported whatever the list says: what exists must not depend on whether the list was asked for before.
/// </summary>
internal sealed class ChainRegistry
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

    private readonly Lock _gate = new();
    private volatile Known _known = new(BuiltIn.ToFrozenDictionary(static chain => chain.ChainId), FrozenSet<int>.Empty);

    /// <summary>The ids of the supported chains, ascending.</summary>
    public IReadOnlyList<int> Supported => _known.Supported;

    /// <summary>Whether the chain is in the built-in table or in the list of the data source.</summary>
    public bool IsSupported(int chainId) => _known.IsSupported(chainId);

    /// <summary>The chain; one that is not known is named after its id.</summary>
    public Chain Get(int chainId) =>
        _known.ById.TryGetValue(chainId, out var chain) ? chain : new Chain(chainId, string.Create(CultureInfo.InvariantCulture, $"Chain {chainId}"), null, null);

    /// <summary>The chain with what a list of the data source says of it; what that leaves out stays as it was known.</summary>
    public Chain Merge(int chainId, string? name, Uri? iconUrl, Token? nativeToken)
    {
        var known = Get(chainId);
        return new Chain(chainId, name ?? known.Name, iconUrl ?? known.IconUrl, nativeToken ?? known.NativeToken);
    }

    /// <summary>
    /// Learns the data source's list. Chains that are no longer in it keep their name, for holdings that are still there. An empty list teaches nothing.
    /// </summary>
    /// <param name="listed">The chains of the list.</param>
    /// <param name="isFirstChoice">Whether the list takes the place of the one before; the fallback's list takes nothing away.</param>
    public void Update(IReadOnlyList<Chain> listed, bool isFirstChoice)
    {
        if (listed.Count == 0)
            return;

        lock (_gate)
        {
            var byId = _known.ById.ToDictionary();
            foreach (var chain in listed)
                byId[chain.ChainId] = chain;
            var ids = listed.Select(static chain => chain.ChainId);
            _known = new Known(byId.ToFrozenDictionary(), (isFirstChoice ? ids : ids.Union(_known.Listed)).ToFrozenSet());
        }
    }

    private static Chain Of(int chainId, string name, string? icon, string symbol, string nativeName) => new(
        chainId,
        name,
        icon is null ? null : new Uri($"https://app.1inch.io/assets/images/network-logos/{icon}.svg"),
        new Token(chainId, Address.Native, symbol, nativeName, 18));

    private sealed record Known(FrozenDictionary<int, Chain> ById, FrozenSet<int> Listed)
    {
        private static readonly FrozenSet<int> InTable = BuiltIn.Select(static chain => chain.ChainId).ToFrozenSet();

        public IReadOnlyList<int> Supported { get; } = [.. InTable.Union(Listed).Order()];

        public bool IsSupported(int chainId) => InTable.Contains(chainId) || Listed.Contains(chainId);
    }
}

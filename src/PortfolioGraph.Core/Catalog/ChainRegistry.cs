using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace PortfolioGraph.Core;

/// <summary>
/// The known chains: a built-in table (CONTRACT, "Supported chains") and the upstream's list. Because of the table, most chains can be named without a call.
/// A chain in the table is always supported, so that results do not depend on whether the list was loaded. Loaded data may also be on chains that are in neither: these are known, but
/// not supported.
/// </summary>
internal sealed class ChainRegistry
{
    private static readonly Chain[] BuiltIn =
    [
        BuiltInChain(1, "Ethereum", "ethereum", "ETH", "Ether"),
        BuiltInChain(10, "Optimism", "optimism", "ETH", "Ether"),
        BuiltInChain(56, "BNB Chain", "bsc_2", "BNB", "BNB"),
        BuiltInChain(100, "Gnosis", "gnosis", "xDAI", "xDAI"),
        BuiltInChain(130, "Unichain", null, "ETH", "Ether"),
        BuiltInChain(137, "Polygon", "polygon_1", "POL", "Polygon Ecosystem Token"),
        BuiltInChain(146, "Sonic", null, "S", "Sonic"),
        BuiltInChain(250, "Fantom", null, "FTM", "Fantom"),
        BuiltInChain(324, "zkSync Era", "zksync-era", "ETH", "Ether"),
        BuiltInChain(8217, "Klaytn", null, "KAIA", "Kaia"),
        BuiltInChain(8453, "Base", "base", "ETH", "Ether"),
        BuiltInChain(42161, "Arbitrum", "arbitrum_2", "ETH", "Ether"),
        BuiltInChain(43114, "Avalanche", "avalanche", "AVAX", "Avalanche"),
        BuiltInChain(59144, "Linea", "linea", "ETH", "Ether"),
        BuiltInChain(1313161554, "Aurora", null, "ETH", "Ether"),
    ];

    // More chains than exist, so that a faulty upstream cannot fill the memory.
    private const int MaxLearned = 1_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<int, byte> _learned = [];
    private volatile Known _known = new(BuiltIn.ToFrozenDictionary(static chain => chain.ChainId), FrozenSet<int>.Empty);

    /// <summary>A number that is greater after each change of a chain.</summary>
    public int Version { get; private set; }

    /// <summary>The ids of the supported chains, ascending.</summary>
    public IReadOnlyList<int> Supported => _known.Supported;

    /// <summary>Whether the chain is in the built-in table or in the upstream's list.</summary>
    public bool IsSupported(int chainId) => _known.IsSupported(chainId);

    /// <summary>Whether the chain is supported, or loaded data was on it.</summary>
    public bool IsKnown(int chainId) => _known.IsSupported(chainId) || _learned.ContainsKey(chainId);

    /// <summary>Makes the chains of loaded data known.</summary>
    /// <param name="chainIds">The chain ids.</param>
    public void Learn(IEnumerable<int> chainIds)
    {
        foreach (var chainId in chainIds)
        {
            if (!IsKnown(chainId) && _learned.Count < MaxLearned)
                _learned.TryAdd(chainId, 0);
        }
    }

    /// <summary>Returns the chain. An unknown chain is named after its id.</summary>
    public Chain Get(int chainId) =>
        _known.ById.TryGetValue(chainId, out var chain) ? chain : new Chain(chainId, string.Create(CultureInfo.InvariantCulture, $"Chain {chainId}"), null, null);

    /// <summary>Returns the known chain, updated with the non-null figures of a list.</summary>
    public Chain Merge(int chainId, string? name, Uri? iconUrl, Token? nativeToken)
    {
        var known = Get(chainId);
        return new Chain(chainId, name ?? known.Name, iconUrl ?? known.IconUrl, nativeToken ?? known.NativeToken);
    }

    /// <summary>
    /// Stores the upstream's list; an empty list is ignored. Chains that are no longer listed keep their names, for existing holdings.
    /// </summary>
    /// <param name="listed">The chains of the list.</param>
    /// <param name="replacesList">Whether the list replaces the previous one. The fallback list only adds chains.</param>
    public void Update(IReadOnlyList<Chain> listed, bool replacesList)
    {
        if (listed.Count == 0)
            return;

        lock (_gate)
        {
            var byId = _known.ById.ToDictionary();
            foreach (var chain in listed)
                byId[chain.ChainId] = chain;
            var ids = listed.Select(static chain => chain.ChainId);
            Version++;
            _known = new Known(byId.ToFrozenDictionary(), (replacesList ? ids : ids.Union(_known.Listed)).ToFrozenSet());
        }
    }

    private static Chain BuiltInChain(int chainId, string name, string? icon, string symbol, string nativeName) => new(
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

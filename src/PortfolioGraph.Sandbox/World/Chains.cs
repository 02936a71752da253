namespace PortfolioGraph.Sandbox.World;

/// <summary>A chain that the service supports, with its block time in seconds.</summary>
internal sealed record Chain(long Id, string Name, string IconName, decimal BlockTime, Token Native)
{
    public string Icon => $"https://app.1inch.io/assets/images/network-logos/{IconName}.svg";

    /// <summary>Returns an invented block number that grows with time at the chain's block rate.</summary>
    public long BlockAt(long unixSeconds) => (long)((unixSeconds - 1_400_000_000) / BlockTime);
}

/// <summary>The chains that the service supports.</summary>
internal static class Chains
{
    /// <summary>The 15 chains of the OpenAPI document's enum.</summary>
    public static readonly IReadOnlyList<Chain> All =
    [
        Of(1, "Ethereum", "ethereum", 12m, "ETH", "Ether", "ETH"),
        Of(10, "Optimism", "optimism", 2m, "ETH", "Ether", "ETH"),
        Of(56, "BNB Chain", "bsc_2", 1.5m, "BNB", "BNB", "BNB"),
        Of(100, "Gnosis", "gnosis", 5m, "xDAI", "xDAI", "DAI"),
        Of(130, "Unichain", "unichain", 1m, "ETH", "Ether", "ETH"),
        Of(137, "Polygon", "polygon_1", 2m, "POL", "Polygon Ecosystem Token", "POL"),
        Of(146, "Sonic", "sonic", 0.5m, "S", "Sonic", "S"),
        Of(250, "Fantom", "fantom", 1m, "FTM", "Fantom", "FTM"),
        Of(324, "zkSync Era", "zksync-era", 1m, "ETH", "Ether", "ETH"),
        Of(8217, "Klaytn", "klaytn", 1m, "KAIA", "Kaia", "KAIA"),
        Of(8453, "Base", "base", 2m, "ETH", "Ether", "ETH"),
        Of(42161, "Arbitrum", "arbitrum_2", 0.25m, "ETH", "Ether", "ETH"),
        Of(43114, "Avalanche", "avalanche", 2m, "AVAX", "Avalanche", "AVAX"),
        Of(59144, "Linea", "linea", 2m, "ETH", "Ether", "ETH"),
        Of(1313161554, "Aurora", "aurora", 1m, "ETH", "Ether", "ETH"),
    ];

    /// <summary>A chain that was added after the OpenAPI document. It is listed if <see cref="SandboxOptions.ListsNewChain"/> is set.</summary>
    public static readonly Chain New = Of(4663, "Sandbox Chain", "sandbox-chain", 1m, "ETH", "Ether", "ETH");

    private static readonly IReadOnlyList<Chain> Served = [.. All, New];

    private static readonly Dictionary<long, Chain> ById = Served.ToDictionary(c => c.Id);

    private static readonly Dictionary<long, int> IndexById = Served.Select((c, i) => (c.Id, i)).ToDictionary(p => p.Id, p => p.i);

    /// <summary>Returns the chains that supported_chains lists.</summary>
    public static IReadOnlyList<Chain> Listed(SandboxOptions options) => options.ListsNewChain ? Served : All;

    public static bool IsSupported(long id) => ById.ContainsKey(id);

    public static Chain Get(long id) => ById[id];

    /// <summary>Returns the position of a chain among the supported chains. Lists of chains are sent in this order.</summary>
    public static int IndexOf(long id) => IndexById[id];

    private static Chain Of(long id, string name, string icon, decimal blockTime, string symbol, string nativeName, string market) =>
        new(id, name, icon, blockTime, new Token(id, Token.NativeAddress, symbol, nativeName, 18, TokenGroup.Native, Markets.Get(market)));
}

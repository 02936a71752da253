using System.Security.Cryptography;
using System.Text;

namespace PortfolioGraph.Sandbox.World;

/// <summary>The groups of v4's overview/erc20/current_value.</summary>
internal enum TokenGroup
{
    Native,
    Stable,
    Token,
}

/// <summary>A token on one chain. Symbol and name are null if the contract does not have them.</summary>
internal sealed record Token(long ChainId, string Address, string? Symbol, string? Name, int Decimals, TokenGroup Group, Market Market)
{
    public const string NativeAddress = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

    public const string ZeroAddress = "0x0000000000000000000000000000000000000000";

    /// <summary>Returns an invented contract address, computed from words.</summary>
    public static string InventAddress(string words) =>
        "0x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("contract " + words)))[..40];
}

/// <summary>Well-known tokens with their public contract addresses and decimals.</summary>
internal static class Tokens
{
    public static readonly IReadOnlyList<Token> WellKnown =
    [
        Stable(1, "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48", "USDC", "USD Coin", 6, "USDC"),
        Stable(1, "0xdac17f958d2ee523a2206206994597c13d831ec7", "USDT", "Tether USD", 6, "USDT"),
        Stable(1, "0x6b175474e89094c44da98b954eedeac495271d0f", "DAI", "Dai Stablecoin", 18, "DAI"),
        Stable(1, "0x4c9edd5852cd905f086c759e8383e09bff1e68b3", "USDe", "USDe", 18, "USDE"),
        Plain(1, "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", "WETH", "Wrapped Ether", 18, "ETH"),
        Plain(1, "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599", "WBTC", "Wrapped BTC", 8, "BTC"),
        Plain(1, "0x514910771af9ca656af840dff83e8264ecf986ca", "LINK", "ChainLink Token", 18, "LINK"),
        Plain(1, "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984", "UNI", "Uniswap", 18, "UNI"),
        Plain(1, "0x7fc66500c84a76ad7e9c93437bfc5ac33e2ddae9", "AAVE", "Aave Token", 18, "AAVE"),
        Plain(1, "0x111111111117dc0aa78b770fa6a738034120c302", "1INCH", "1INCH Token", 18, "1INCH"),
        Plain(1, "0xc18360217d8f7ab5e7c516566761ea12ce7f9d72", "ENS", "Ethereum Name Service", 18, "ENS"),
        Plain(1, "0x5a98fcbea516cf06857215779fd812ca3bef1b32", "LDO", "Lido DAO Token", 18, "LDO"),
        Plain(1, "0x9f8f72aa9304c8b593d555f12ef6589cc3a579a2", "MKR", "Maker", 18, "MKR"),
        Plain(1, "0xd533a949740bb3306d119cc777fa900ba034cd52", "CRV", "Curve DAO Token", 18, "CRV"),
        Plain(1, "0x6982508145454ce325ddbe47a25d4ec3d2311933", "PEPE", "Pepe", 18, "PEPE"),
        Plain(1, "0x95ad61b0a150d79219dcf64e1e6cc01f0b64c4ce", "SHIB", "SHIBA INU", 18, "SHIB"),
        Plain(1, "0xc00e94cb662c3520282e6f5717214004a7f26888", "COMP", "Compound", 18, "COMP"),
        Plain(1, "0xc944e90c64b2c07662a292be6244bdf05cda44a7", "GRT", "Graph Token", 18, "GRT"),
        Plain(1, "0xd33526068d116ce69f19a9ee46f0bd304f21a51f", "RPL", "Rocket Pool", 18, "RPL"),
        Plain(1, "0xae7ab96520de3a18e5e111b5eaab095312d7fe84", "stETH", "Liquid staked Ether 2.0", 18, "STETH"),
        Plain(1, "0x7f39c581f595b53c5cb19bd0b3f8da6c935e2ca0", "wstETH", "Wrapped liquid staked Ether 2.0", 18, "WSTETH"),
        Plain(1, "0xae78736cd615f374d3085123a210448e74fc6393", "rETH", "Rocket Pool ETH", 18, "RETH"),
        Stable(10, "0x0b2c639c533813f4aa9d7837caf62653d097ff85", "USDC", "USD Coin", 6, "USDC"),
        Stable(10, "0x94b008aa00579c1307b0ef2c499ad98a8ce58e58", "USDT", "Tether USD", 6, "USDT"),
        Stable(10, "0xda10009cbd5d07dd0cecc66161fc93d7c9000da1", "DAI", "Dai Stablecoin", 18, "DAI"),
        Plain(10, "0x4200000000000000000000000000000000000006", "WETH", "Wrapped Ether", 18, "ETH"),
        Plain(10, "0x4200000000000000000000000000000000000042", "OP", "Optimism", 18, "OP"),
        Plain(10, "0x9560e827af36c94d2ac33a39bce1fe78631088db", "VELO", "VelodromeV2", 18, "VELO"),
        Stable(56, "0x55d398326f99059ff775485246999027b3197955", "USDT", "Tether USD", 18, "USDT"),
        Stable(56, "0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d", "USDC", "USD Coin", 18, "USDC"),
        Plain(56, "0x0e09fabb73bd3ade0a17ecc321fd13a19e81ce82", "CAKE", "PancakeSwap Token", 18, "CAKE"),
        Plain(56, "0x7130d2a12b9bcbfae4f2634d864a1ee1ce3ead9c", "BTCB", "BTCB Token", 18, "BTC"),
        Plain(56, "0xcf6bb5389c92bdda8a3747ddb454cb7a64626c63", "XVS", "Venus", 18, "XVS"),
        Stable(100, "0xddafbb505ad214d7b80b1f830fccc89b60fb7a83", "USDC", "USD Coin on xDai", 6, "USDC"),
        Plain(100, "0x9c58bacc331c9aa871afd802db6379a98e80cedb", "GNO", "Gnosis Token on xDai", 18, "GNO"),
        Stable(130, "0x078d782b760474a361dda0af3839290b0ef57ad6", "USDC", "USD Coin", 6, "USDC"),
        Plain(130, "0x8f187aa05619a017077f5308904739877ce9ea21", "UNI", "Uniswap", 18, "UNI"),
        Stable(137, "0x3c499c542cef5e3811e1192ce70d8cc03d5c3359", "USDC", "USD Coin", 6, "USDC"),
        Stable(137, "0xc2132d05d31c914a87c6611c10748aeb04b58e8f", "USDT", "Tether USD", 6, "USDT"),
        Plain(137, "0x7ceb23fd6bc0add59e62ac25578270cff1b9f619", "WETH", "Wrapped Ether", 18, "ETH"),
        Plain(137, "0xb5c064f955d8e7f38fe0460c556a72987494ee17", "QUICK", "QuickSwap", 18, "QUICK"),
        Stable(146, "0x29219dd400f2bf60e5a23d13be72b486d4038894", "USDC", "Bridged USDC", 6, "USDC"),
        Plain(146, "0x039e2fb66102314ce7b64ce5ce3e5183bc94ad38", "wS", "Wrapped Sonic", 18, "S"),
        Plain(250, "0x21be370d5312f44cb42ce377bc9b8a0cef1a4c83", "WFTM", "Wrapped Fantom", 18, "FTM"),
        Stable(324, "0x1d17cbcf0d6d143135ae902365d2e5e2a16538d4", "USDC", "USD Coin", 6, "USDC"),
        Plain(324, "0x5a7d6b2f92c77fad6ccabd7ee0624e64907eaf3e", "ZK", "ZKsync", 18, "ZK"),
        Stable(8217, "0xcee8faf64bb97a73bb51e115aa89c17ffa8dd167", "oUSDT", "Orbit Bridge Tether USD", 6, "USDT"),
        Stable(8453, "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913", "USDC", "USD Coin", 6, "USDC"),
        Stable(8453, "0x50c5725949a6f0c72e6c4a641f24049a917db0cb", "DAI", "Dai Stablecoin", 18, "DAI"),
        Plain(8453, "0x4200000000000000000000000000000000000006", "WETH", "Wrapped Ether", 18, "ETH"),
        Plain(8453, "0x2ae3f1ec7f1f5012cfeab0185bfc7aa3cf0dec22", "cbETH", "Coinbase Wrapped Staked ETH", 18, "CBETH"),
        Plain(8453, "0x940181a94a35a4569e4529a3cdfb74e38fd98631", "AERO", "Aerodrome", 18, "AERO"),
        Stable(42161, "0xaf88d065e77c8cc2239327c5edb3a432268e5831", "USDC", "USD Coin", 6, "USDC"),
        Stable(42161, "0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9", "USDT", "Tether USD", 6, "USDT"),
        Plain(42161, "0x82af49447d8a07e3bd95bd0d56f35241523fbab1", "WETH", "Wrapped Ether", 18, "ETH"),
        Plain(42161, "0x2f2a2543b76a4166549f7aab2e75bef0aefc5b0f", "WBTC", "Wrapped BTC", 8, "BTC"),
        Plain(42161, "0x912ce59144191c1204e64559fe8253a0e49e6548", "ARB", "Arbitrum", 18, "ARB"),
        Plain(42161, "0xfc5a1a6eb076a2c7ad06ed22c90d7e710e35ad0a", "GMX", "GMX", 18, "GMX"),
        Stable(43114, "0xb97ef9ec8734c71904d8002f8b6bc66dd9c48a6e", "USDC", "USD Coin", 6, "USDC"),
        Stable(43114, "0x9702230a8ea53601f5cd2dc00fdbc13d4df4a8c7", "USDt", "TetherToken", 6, "USDT"),
        Plain(43114, "0xb31f66aa3c1e785363f0875a1b74e27b85fd66c7", "WAVAX", "Wrapped AVAX", 18, "AVAX"),
        Plain(43114, "0x8729438eb15e2c8b576fcc6aecda6a148776c0f5", "QI", "BENQI", 18, "QI"),
        Stable(59144, "0x176211869ca2b568f2a7d4ee941e073a821ee1ff", "USDC", "USDC", 6, "USDC"),
        Plain(1313161554, "0x8bec47865ade3b172a928df8f990bc7f2a3b9f79", "AURORA", "Aurora", 18, "AURORA"),
        Stable(4663, Token.InventAddress("usdc of the new chain"), "USDC", "USD Coin", 6, "USDC"),
    ];

    private static readonly ILookup<long, Token> ByChain = WellKnown.ToLookup(t => t.ChainId);

    public static Token Native(long chainId) => Chains.Get(chainId).Native;

    public static IReadOnlyList<Token> On(long chainId) => [.. ByChain[chainId]];

    public static Token Get(long chainId, string symbol) => ByChain[chainId].Single(t => t.Symbol == symbol);

    /// <summary>Returns an unpriced token.</summary>
    public static Token Junk(long chainId, string words, string? symbol, string? name, int decimals = 18) =>
        new(chainId, Token.InventAddress($"junk {chainId} {words}"), symbol, name, decimals, TokenGroup.Token, Markets.None);

    private static Token Stable(long chain, string address, string symbol, string name, int decimals, string market) =>
        new(chain, address, symbol, name, decimals, TokenGroup.Stable, Markets.Get(market));

    private static Token Plain(long chain, string address, string symbol, string name, int decimals, string market) =>
        new(chain, address, symbol, name, decimals, TokenGroup.Token, Markets.Get(market));
}

namespace PortfolioGraph.Sandbox.World;

/// <summary>A protocol, with its name in each version of the service.</summary>
internal sealed record Protocol(string V4Name, string GroupId, string Name, string? IconName)
{
    public string? Icon => IconName is null ? null : $"https://app.1inch.io/assets/overview/{IconName}.svg";
}

/// <summary>
/// A product of a protocol on one chain that accepts deposits or grants loans. The kind is a value of v4's
/// SubContractType, and the APR is a fraction.
/// </summary>
internal sealed record Product(Protocol Protocol, long ChainId, string Kind, string Contract, string Name, string Symbol, IReadOnlyList<Token> Tokens, decimal Apr)
{
    public bool IsDebt => Kind == "debt";

    /// <summary>Whether positions are NFTs, each with its own token id.</summary>
    public bool IsNft { get; init; }

    /// <summary>Whether the product is a liquidity pool, with fees and impermanent loss.</summary>
    public bool IsPool { get; init; }

    public bool IsLocked { get; init; }

    public string? SubGroupId { get; init; }

    public string? SubGroupName { get; init; }

    public Token? Reward { get; init; }

    /// <summary>The receipt token. Null if it is the product's contract.</summary>
    public string? Receipt { get; init; }
}

/// <summary>The protocols and products of the sandbox. Contract addresses are invented if there is no well-known address.</summary>
internal static class Products
{
    private static readonly Protocol Aave = new("aavev3", "aave-v3", "Aave V3", "aave");
    private static readonly Protocol Lido = new("lido", "lido", "Lido", "lido");
    private static readonly Protocol Uniswap = new("uniswapv3", "uniswap-v3", "Uniswap V3", "uniswap");
    private static readonly Protocol Compound = new("compoundv3", "compound-v3", "Compound V3", "compound");
    private static readonly Protocol RocketPool = new("rocketpool", "rocket-pool", "Rocket Pool", null);
    private static readonly Protocol EigenLayer = new("eigenlayer", "eigenlayer", "EigenLayer", "eigenlayer");
    private static readonly Protocol Ethena = new("ethena", "ethena", "Ethena", "ethena");
    private static readonly Protocol Morpho = new("morphoblue", "morpho-blue", "Morpho Blue", "morpho");
    private static readonly Protocol Pendle = new("pendlev2", "pendle-v2", "Pendle V2", "pendle");
    private static readonly Protocol Curve = new("curve", "curve", "Curve", "curve");
    private static readonly Protocol Aerodrome = new("aerodromev2", "aerodrome-v2", "Aerodrome V2", null);
    private static readonly Protocol Velodrome = new("velodromev2", "velodrome-v2", "Velodrome V2", null);
    private static readonly Protocol Pancake = new("pancakeswapv3", "pancakeswap-v3", "PancakeSwap V3", "pancakeswap");
    private static readonly Protocol Venus = new("venus", "venus", "Venus", "venus");
    private static readonly Protocol Benqi = new("benqi", "benqi", "BENQI", null);
    private static readonly Protocol OneInch = new("staking1inchv2", "staking-1inch-v2", "1inch Staking", "1inch");

    private const string PositionsNft = "0xc36442b4a4522e871399cd717abdd847ab11fe88";

    public static readonly IReadOnlyList<Product> All =
    [
        Supply(Aave, 1, "0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c", "Aave Ethereum USDC", "aEthUSDC", T(1, "USDC"), 0.041m),
        Supply(Aave, 1, "0x4d5f47fa6a74757f35c14fd3a6ef8e3c9bc514e8", "Aave Ethereum WETH", "aEthWETH", T(1, "WETH"), 0.019m),
        Supply(Aave, 1, "0x5ee5bf7ae06d1be5997a1a72006fe6c607ec6de8", "Aave Ethereum WBTC", "aEthWBTC", T(1, "WBTC"), 0.002m),
        Debt(Aave, 1, "0x72e95b8931767c79ba4eee721354d6e99a61d004", "Aave Ethereum Variable Debt USDC", "variableDebtEthUSDC", T(1, "USDC"), 0.056m),
        Supply(Aave, 8453, "0x4e65fe4dba92790696d040ac24aa414708f5c0ab", "Aave Base USDC", "aBasUSDC", T(8453, "USDC"), 0.047m),
        Debt(Aave, 8453, Token.InventAddress("variableDebtBasUSDC"), "Aave Base Variable Debt USDC", "variableDebtBasUSDC", T(8453, "USDC"), 0.061m),
        Supply(Aave, 42161, "0x724dc807b04555b71ed48a6896b6f41593b8c637", "Aave Arbitrum USDCn", "aArbUSDCn", T(42161, "USDC"), 0.038m),
        Supply(Aave, 42161, Token.InventAddress("aArbWETH"), "Aave Arbitrum WETH", "aArbWETH", T(42161, "WETH"), 0.021m),
        Debt(Aave, 42161, "0xf611aeb5013fd2c0511c9cd55c7dc5c1140741a6", "Aave Arbitrum Variable Debt USDCn", "variableDebtArbUSDCn", T(42161, "USDC"), 0.053m),
        Supply(Aave, 10, Token.InventAddress("aOptUSDCn"), "Aave Optimism USDCn", "aOptUSDCn", T(10, "USDC"), 0.036m),
        Supply(Aave, 137, Token.InventAddress("aPolUSDCn"), "Aave Polygon USDCn", "aPolUSDCn", T(137, "USDC"), 0.034m),
        Supply(Aave, 43114, Token.InventAddress("aAvaUSDC"), "Aave Avalanche USDC", "aAvaUSDC", T(43114, "USDC"), 0.043m),
        Supply(Compound, 1, "0xc3d688b66703497daa19211eedff47f25384cdc3", "Compound USDC", "cUSDCv3", T(1, "USDC"), 0.044m) with { Reward = T(1, "COMP") },
        new(Lido, 1, "liquidstaking", "0xae7ab96520de3a18e5e111b5eaab095312d7fe84", "Lido Staked Ether", "stETH", [T(1, "stETH")], 0.029m),
        new(RocketPool, 1, "liquidstaking", "0xae78736cd615f374d3085123a210448e74fc6393", "Rocket Pool Staked Ether", "rETH", [T(1, "rETH")], 0.027m),
        new(EigenLayer, 1, "restaking", "0x858646372cc42e1a627fce94aa7a7033e7cf075a", "EigenLayer Restaked stETH", "rstETH", [T(1, "stETH")], 0.034m)
        {
            IsLocked = true, Reward = new Token(1, Token.InventAddress("EIGEN"), "EIGEN", "Eigen", 18, TokenGroup.Token, Markets.Get("EIGEN")),
        },
        new(Ethena, 1, "staking", "0x9d39a5de30e57443bff2a8307a4256c8797a3497", "Staked USDe", "sUSDe", [T(1, "USDe")], 0.092m)
        {
            IsLocked = true, Reward = new Token(1, Token.InventAddress("ENA"), "ENA", "ENA", 18, TokenGroup.Token, Markets.Get("ENA")),
        },
        new(Morpho, 1, "lendingvault", Token.InventAddress("morpho vault usdc ethereum"), "Prime USDC Vault", "pvUSDC", [T(1, "USDC")], 0.063m)
        {
            SubGroupId = "prime-usdc", SubGroupName = "Prime USDC",
            Reward = new Token(1, Token.InventAddress("MORPHO"), "MORPHO", "Morpho Token", 18, TokenGroup.Token, Markets.Get("MORPHO")),
        },
        new(Morpho, 8453, "lendingvault", Token.InventAddress("morpho vault usdc base"), "Base USDC Vault", "bvUSDC", [T(8453, "USDC")], 0.071m)
        {
            SubGroupId = "base-usdc", SubGroupName = "Base USDC",
        },
        new(Pendle, 1, "pt", Token.InventAddress("pendle pt wsteth"), "PT wstETH", "PT-wstETH", [T(1, "wstETH")], 0.048m) { IsLocked = true },
        new(Curve, 1, "lpt", Token.InventAddress("curve steth eth"), "Curve stETH/ETH", "steCRV", [T(1, "stETH"), Native(1)], 0.024m) { IsPool = true, Reward = T(1, "CRV") },
        new(Aerodrome, 8453, "gauge", Token.InventAddress("aerodrome gauge weth usdc"), "vAMM-WETH/USDC Gauge", "vAMM-WETH/USDC", [T(8453, "WETH"), T(8453, "USDC")], 0.168m)
        {
            IsPool = true, Reward = T(8453, "AERO"), Receipt = Token.InventAddress("aerodrome pool weth usdc"),
        },
        new(Velodrome, 10, "gauge", Token.InventAddress("velodrome gauge weth op"), "vAMM-WETH/OP Gauge", "vAMM-WETH/OP", [T(10, "WETH"), T(10, "OP")], 0.121m)
        {
            IsPool = true, Reward = T(10, "VELO"), Receipt = Token.InventAddress("velodrome pool weth op"),
        },
        Pool(Uniswap, 1, PositionsNft, "0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640", "USDC/WETH 0.05%", T(1, "USDC"), T(1, "WETH"), 0.183m),
        Pool(Uniswap, 1, PositionsNft, "0xcbcdf9626bc03e24f779434178a73a0b4bad62ed", "WBTC/WETH 0.3%", T(1, "WBTC"), T(1, "WETH"), 0.064m),
        Pool(Uniswap, 42161, PositionsNft, Token.InventAddress("uniswap pool arb weth"), "WETH/ARB 0.3%", T(42161, "WETH"), T(42161, "ARB"), 0.141m),
        Pool(Uniswap, 10, PositionsNft, Token.InventAddress("uniswap pool op weth"), "WETH/OP 0.3%", T(10, "WETH"), T(10, "OP"), 0.132m),
        Pool(Uniswap, 8453, "0x03a520b32c04bf3beef7beb72e919cf822ed34f1", Token.InventAddress("uniswap pool base"), "WETH/USDC 0.05%", T(8453, "WETH"), T(8453, "USDC"), 0.224m),
        Pool(Uniswap, 137, PositionsNft, Token.InventAddress("uniswap pool polygon"), "USDC/WETH 0.05%", T(137, "USDC"), T(137, "WETH"), 0.117m),
        Pool(Uniswap, 130, Token.InventAddress("uniswap positions unichain"), Token.InventAddress("uniswap pool unichain"), "UNI/USDC 0.3%", T(130, "UNI"), T(130, "USDC"), 0.097m),
        Pool(Pancake, 56, "0x46a15b0b27311cedf172ab29e4f4766fbe7f4364", Token.InventAddress("pancake pool cake usdt"), "CAKE/USDT 0.25%", T(56, "CAKE"), T(56, "USDT"), 0.205m),
        Supply(Venus, 56, Token.InventAddress("vUSDT"), "Venus USDT", "vUSDT", T(56, "USDT"), 0.039m) with { Reward = T(56, "XVS") },
        Debt(Venus, 56, Token.InventAddress("venus debt USDC"), "Venus Debt USDC", "vDebtUSDC", T(56, "USDC"), 0.062m),
        new(Benqi, 43114, "liquidstaking", "0x2b2c81e08f1af8835a78bb2a90ae924ace0ea4be", "BENQI Liquid Staked AVAX", "sAVAX", [Native(43114)], 0.057m),
        new(OneInch, 1, "tokenstaking", "0x9a0c8ff858d273f57072d714bca7411d717501d7", "Staked 1INCH", "st1INCH", [T(1, "1INCH")], 0.031m) { IsLocked = true },
    ];

    /// <summary>The product on <see cref="Chains.New"/>, which is listed together with that chain.</summary>
    public static readonly Product OnNewChain = Supply(Aave, 4663, Token.InventAddress("aave usdc of the new chain"), "Aave Sandbox Chain USDC", "aNewUSDC", T(4663, "USDC"), 0.052m);

    private static readonly ILookup<long, Product> ByChain = All.Append(OnNewChain).ToLookup(p => p.ChainId);

    /// <summary>Returns the products whose protocols supported_protocols lists.</summary>
    public static IEnumerable<Product> Listed(SandboxOptions options) => options.ListsNewChain ? All.Append(OnNewChain) : All;

    public static IReadOnlyList<Product> On(long chainId) => [.. ByChain[chainId]];

    public static Product Get(long chainId, string symbol) => ByChain[chainId].Single(p => p.Symbol == symbol);

    public static Product Pool(long chainId, string pair) => ByChain[chainId].Single(p => p.IsNft && p.SubGroupName == pair);

    private static Product Supply(Protocol protocol, long chain, string contract, string name, string symbol, Token token, decimal apr) =>
        new(protocol, chain, "supply", contract, name, symbol, [token], apr);

    private static Product Debt(Protocol protocol, long chain, string contract, string name, string symbol, Token token, decimal apr) =>
        new(protocol, chain, "debt", contract, name, symbol, [token], apr);

    private static Product Pool(Protocol protocol, long chain, string contract, string pool, string pair, Token left, Token right, decimal apr) =>
        new(protocol, chain, "lpt", contract, $"{protocol.Name} {pair}", protocol == Uniswap ? "UNI-V3-POS" : "PCS-V3-POS", [left, right], apr)
        {
            IsNft = true,
            IsPool = true,
            SubGroupId = pool,
            SubGroupName = pair,
        };

    private static Token T(long chain, string symbol) => Tokens.Get(chain, symbol);

    private static Token Native(long chain) => Tokens.Native(chain);
}

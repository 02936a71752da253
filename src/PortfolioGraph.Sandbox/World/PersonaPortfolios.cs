using System.Numerics;
using static PortfolioGraph.Sandbox.SandboxPersonas;

namespace PortfolioGraph.Sandbox.World;

/// <summary>The histories of the named personas' portfolios. Each function takes the address, so that personas can share a history.</summary>
internal static class PersonaPortfolios
{
    public static readonly IReadOnlyDictionary<string, Func<string, Portfolio>> All = new Dictionary<string, Func<string, Portfolio>>
    {
        [SandboxPersonas.Typical] = Typical,
        [SandboxPersonas.Empty] = address => new Portfolio(address, []),
        [Whale] = WhalePortfolio.Generate,
        [SandboxPersonas.Debtor] = Debtor,
        [SandboxPersonas.Owing] = Owing,
        [LiquidityProvider] = PoolOwner,
        [SandboxPersonas.Junk] = Junk,
        [SandboxPersonas.Closed] = Closed,
        [SandboxPersonas.Golden] = Golden,
        [JointFirst] = address => Joint(address, 25_000m, Tokens.Native(1), 2.5m),
        [JointSecond] = address => Joint(address, 15_000m, Tokens.Native(8453), 1.25m),
        [SandboxPersonas.Pioneer] = Pioneer,
    };

    private static Portfolio Typical(string address) => new PortfolioBuilder(address)
        .Buy(Tokens.Native(1), 18.5m, 940).Buy(Tokens.Native(1), 6.25m, 210).Sell(Tokens.Native(1), 9.5m, 45)
        .Buy(Tokens.Get(1, "USDC"), 24_500m, 300).Sell(Tokens.Get(1, "USDC"), 6_200m, 12)
        .Buy(Tokens.Get(1, "WBTC"), 0.42m, 620)
        .Buy(Tokens.Get(1, "LINK"), 850m, 480).Sell(Tokens.Get(1, "LINK"), 250m, 5)
        .Buy(Tokens.Get(1, "UNI"), 420m, 700)
        .Buy(Tokens.Get(1, "ENS"), 160m, 820)
        .Buy(Tokens.Get(1, "PEPE"), 42_000_000m, 150).Sell(Tokens.Get(1, "PEPE"), 12_000_000m, 20)
        .Buy(Tokens.Get(1, "LDO"), 1_800m, 510).Sell(Tokens.Get(1, "LDO"), 1_800m, 95)
        .Receive(Tokens.Junk(1, "points", "POINTS", "Claimable Points"), Quantity.Of(1_250_000m), 64)
        .Buy(Tokens.Native(8453), 2.35m, 400).Buy(Tokens.Native(8453), 0.8m, 3)
        .Buy(Tokens.Get(8453, "USDC"), 3_400m, 90)
        .Buy(Tokens.Get(8453, "AERO"), 2_600m, 240)
        .Receive(Tokens.Junk(8453, "welcome", "WELCOME", "Welcome Gift"), Quantity.Of(777m), 31)
        .Buy(Tokens.Native(42161), 1.4m, 560)
        .Buy(Tokens.Get(42161, "ARB"), 3_200m, 610)
        .Buy(Tokens.Get(42161, "GMX"), 85m, 330)
        .Buy(Tokens.Native(10), 0.65m, 350)
        .Buy(Tokens.Get(10, "OP"), 1_150m, 270)
        .Open(Products.Get(1, "aEthWETH"), p => p.Deposit(420, 12m).Grow(180, 0.124m).Grow(1, 0.1062m))
        .Open(Products.Get(1, "variableDebtEthUSDC"), p => p.Deposit(400, 12_000m).Withdraw(120, 3_500m).Grow(60, 310.5m).Grow(1, 95.25m))
        .Open(Products.Get(1, "stETH"), p => p.Deposit(760, 8m).Grow(365, 0.2316m).Grow(1, 0.241m))
        .Open(Products.Get(1, "rstETH"), p => p.Deposit(310, 4m).Reward(0m, 0, 182.4m))
        .Open(Products.Get(1, "sUSDe"), p => p.Deposit(130, 10_000m).Grow(1, 318.75m).Reward(120m, 40, 86.5m))
        .Open(Products.Pool(1, "USDC/WETH 0.05%"), 812_204, p => p.Deposit(190, 9_800m, 3.1m).Grow(1, 1_240m, -0.372m)
            .ClaimFees(70, 412.5m, 0.1284m).UnclaimedFees(186.25m, 0.0561m).ImpermanentLoss(1_240m, -0.4026m))
        .Open(Products.Get(8453, "aBasUSDC"), p => p.Deposit(158, 6_000m).Withdraw(30, 1_000m).Grow(1, 94.2m))
        .Open(Products.Get(8453, "vAMM-WETH/USDC"), p => p.Deposit(75, 1.1m, 3_500m).Grow(1, -0.052m, 168.4m)
            .Reward(640m, 14, 96.2m).ImpermanentLoss(-0.052m, 161.3m))
        .Open(Products.Get(42161, "aArbUSDCn"), p => p.Deposit(260, 4_200m).Withdraw(35, 4_251.6m).Grow(36, 51.6m))
        .Open(Products.Pool(10, "WETH/OP 0.3%"), 390_117, p => p.Deposit(140, 0.9m, 2_400m).Grow(1, 0.061m, -171m)
            .UnclaimedFees(0.0142m, 38.5m).ImpermanentLoss(0.061m, -186m))
        .Build();

    private static Portfolio Debtor(string address) => new PortfolioBuilder(address)
        .Buy(Tokens.Native(1), 0.35m, 260)
        .Buy(Tokens.Get(1, "USDC"), 420m, 41)
        .Buy(Tokens.Native(8453), 0.05m, 180)
        .Open(Products.Get(1, "aEthWETH"), p => p.Deposit(250, 4m).Grow(1, 0.0512m))
        .Open(Products.Get(1, "variableDebtEthUSDC"), p => p.Deposit(248, 14_500m).Grow(120, 402m).Grow(1, 388.5m))
        .Open(Products.Get(8453, "aBasUSDC"), p => p.Deposit(92, 1_500m).Grow(1, 17.7m))
        .Open(Products.Get(8453, "variableDebtBasUSDC"), p => p.Deposit(90, 2_900m).Withdraw(20, 250m).Grow(1, 41.3m))
        .Build();

    private static Portfolio Owing(string address) => new PortfolioBuilder(address)
        .Buy(Tokens.Get(1, "USDC"), 100m, 120)
        .Buy(Tokens.Native(137), 250m, 80)
        .Borrow(Tokens.Get(1, "DAI"), 50m, 60)
        .Build();

    private static Portfolio PoolOwner(string address)
    {
        var builder = new PortfolioBuilder(address)
            .Buy(Tokens.Native(1), 0.9m, 330)
            .Buy(Tokens.Get(42161, "USDC"), 1_200m, 66);
        BigInteger[] ids = [1, (BigInteger.One << 53) + 1, (BigInteger.One << 64) + 7, (BigInteger.One << 128) + 3, (BigInteger.One << 256) - 1];
        for (var i = 0; i < ids.Length; i++)
        {
            var size = i + 1;
            builder.Open(Products.Pool(1, "USDC/WETH 0.05%"), ids[i], p => p.Deposit(200 + (30 * size), 1_000m * size, 0.31m * size)
                .Grow(1, 120m * size, -0.034m * size).UnclaimedFees(14.5m * size, 0.0041m * size).ImpermanentLoss(120m * size, -0.039m * size));
        }

        return builder
            .Open(Products.Pool(42161, "WETH/ARB 0.3%"), (BigInteger.One << 200) + 11, p => p.Deposit(85, 1.2m, 7_800m).Grow(1, 0.09m, -610m)
                .ClaimFees(10, 0.021m, 130m).UnclaimedFees(0.006m, 41m).ImpermanentLoss(0.09m, -655m))
            .Open(Products.Pool(8453, "WETH/USDC 0.05%"), 9_007_199_254_740_993, p => p.Deposit(60, 2m, 6_200m).Withdraw(9, 2.05m, 6_040m).Grow(10, 0.05m, -160m)
                .ClaimFees(9, 0.033m, 98m))
            .Open(Products.Get(1, "steCRV"), p => p.Deposit(400, 1.5m, 1.5m).Grow(1, 0.02m, 0.018m).Reward(310m, 100, 64m))
            .Build();
    }

    private static Portfolio Junk(string address)
    {
        var builder = new PortfolioBuilder(address)
            .Buy(Tokens.Native(1), 0.012m, 500)
            .Receive(Tokens.Junk(1, "no symbol", null, "Nameless Coin"), Quantity.Of(500_000m), 120)
            .Receive(Tokens.Junk(1, "no name", "???", null), Quantity.Of(0.000000000000000001m), 119)
            .Receive(Tokens.Junk(1, "nothing", null, null, 0), Quantity.Whole(1), 118)
            .Receive(Tokens.Junk(1, "quotes", "\"Q\"", "A \"quoted\", comma'd\nname <b>&amp;</b>"), Quantity.Of(42m), 117)
            .Receive(Tokens.Junk(1, "unicode", "🎁", "Ｆｒｅｅ ｇｉｆｔ ‮tfig"), Quantity.Of(1_000m), 116)
            .Receive(Tokens.Junk(56, "max", "MAX", "Max Supply", 0), Quantity.Whole((BigInteger.One << 256) - 1), 115)
            .Receive(Tokens.Junk(56, "overflow", "OVER", "Beyond Decimal", 18), Quantity.Whole(BigInteger.Pow(10, 30)), 114)
            .Receive(Tokens.Junk(137, "many decimals", "D255", "Two Hundred Fifty-Five", 255), Quantity.Of(0.000000000001m), 113);
        for (var i = 1; i <= 32; i++)
            builder.Receive(Tokens.Junk(i % 2 == 0 ? 137 : 56, $"spam {i}", $"SPAM{i}", $"Spam Token {i}"), Quantity.Of(i * 10_000m), 100 + i);
        return builder.Build();
    }

    private static Portfolio Closed(string address) => new PortfolioBuilder(address)
        .Buy(Tokens.Get(1, "AAVE"), 30m, 700).Sell(Tokens.Get(1, "AAVE"), 30m, 220)
        .Buy(Tokens.Get(1, "MKR"), 3m, 650).Sell(Tokens.Get(1, "MKR"), 1m, 300).Sell(Tokens.Get(1, "MKR"), 2m, 3)
        .Buy(Tokens.Get(1, "SHIB"), 90_000_000m, 1_100).Sell(Tokens.Get(1, "SHIB"), 90_000_000m, 25)
        .Buy(Tokens.Get(42161, "GMX"), 60m, 500).Sell(Tokens.Get(42161, "GMX"), 60m, 480)
        .Buy(Tokens.Get(8453, "USDC"), 5_000m, 90).Sell(Tokens.Get(8453, "USDC"), 5_000m, 30)
        .Buy(Tokens.Native(8453), 0.0001m, 200)
        .Buy(Tokens.Get(1, "USDC"), 25m, 15)
        .Open(Products.Get(1, "aEthUSDC"), p => p.Deposit(500, 20_000m).Grow(250, 410m).Withdraw(200, 20_410m))
        .Open(Products.Get(1, "variableDebtEthUSDC"), p => p.Deposit(480, 5_000m).Grow(210, 140m).Withdraw(205, 5_140m))
        .Open(Products.Pool(1, "WBTC/WETH 0.3%"), 455_001, p => p.Deposit(350, 0.2m, 6m).Grow(90, 0.01m, -0.2m).ClaimFees(80, 0.004m, 0.11m).Withdraw(80, 0.21m, 5.8m))
        .Open(Products.Get(8453, "aBasUSDC"), p => p.Deposit(140, 100m).Withdraw(60, 99.6m).Grow(1, 0.02m))
        .Build();

    private static Portfolio Golden(string address)
    {
        var market = new Market("golden", 1.5m, 1m) { FixedPrices = [(400 * 24, 1m), (300 * 24, 1m), (200 * 24, 2m), (100 * 24, 2.5m)] };
        var token = new Token(1, Token.InventAddress("golden"), "GOLD", "Golden Case", 18, TokenGroup.Token, market);
        return new PortfolioBuilder(address).Buy(token, 100m, 300, 1m).Buy(token, 50m, 200, 2m).Sell(token, 60m, 100, 2.5m).Build();
    }

    private static Portfolio Joint(string address, decimal share, Token native, decimal amount) => new PortfolioBuilder(address)
        .Buy(native, amount, 365)
        .Buy(Tokens.Get(1, "USDC"), share / 10m, 100)
        .Open(Products.Get(1, "pvUSDC"), p => p.Deposit(150, share).Grow(1, share / 50m).Reward(share / 100m, 30, share / 200m))
        .Open(Products.Get(8453, "aBasUSDC"), p => p.Deposit(50, share / 5m).Grow(1, share / 1000m))
        .Build();

    private static Portfolio Pioneer(string address) => new PortfolioBuilder(address)
        .Buy(Tokens.Native(1), 0.5m, 300)
        .Buy(Tokens.Native(Chains.New.Id), 1.25m, 40)
        .Buy(Tokens.Get(Chains.New.Id, "USDC"), 900m, 22)
        .Open(Products.OnNewChain, p => p.Deposit(30, 2_000m).Grow(1, 8.5m))
        .Build();
}

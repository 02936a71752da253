namespace PortfolioGraph.Sandbox.World;

/// <summary>Generates a plausible portfolio from a hash of the address.</summary>
internal static class PortfolioGenerator
{
    private static readonly decimal[] WealthLevels = [400m, 1_500m, 6_000m, 25_000m, 25_000m, 90_000m, 300_000m, 1_200_000m];

    private static readonly long[] CommonChains = [8453, 42161, 10, 137, 56, 43114, 100, 59144, 324, 130];

    private static readonly long[] RareChains = [146, 250, 8217, 1313161554];

    private static readonly string[] JunkWords = ["Reward", "Gift", "Airdrop", "Bonus", "Voucher", "Ticket"];

    public static Portfolio Generate(string address)
    {
        var random = SeededRandom.FromText("portfolio " + address);
        var builder = new PortfolioBuilder(address);
        var wealth = random.Pick(WealthLevels) * random.Fraction(0.5m, 2m);
        foreach (var chainId in PickChains(random))
        {
            // Wealth decreases from chain to chain.
            FillChain(builder, random, chainId, wealth);
            wealth *= random.Fraction(0.2m, 0.7m);
        }

        return builder.Build();
    }

    /// <summary>Returns the tokens of a chain that are plain holdings. Receipt tokens such as stETH are positions of their protocols.</summary>
    public static IReadOnlyList<Token> GetPlainTokens(long chainId) =>
        [.. Tokens.On(chainId).Where(t => Products.On(chainId).All(p => p.Contract != t.Address))];

    /// <summary>Buys a token for about the given amount of USD in one to three purchases. Sells a part or all of it in some cases.</summary>
    public static void AddTrades(PortfolioBuilder builder, SeededRandom random, Token token, decimal usd)
    {
        var buys = random.Between(1, 3);
        var amount = Round(token, usd / token.Market.PriceUsd / buys);
        var day = random.Between(40, 1_300);
        var held = 0m;
        for (var i = 0; i < buys; i++)
        {
            builder.Buy(token, amount, day);
            held += amount;
            day = Math.Max(2, day * random.Between(30, 80) / 100);
        }

        if (random.Chance(10))
            builder.Sell(token, held, Math.Max(1, day / 2));
        else if (random.Chance(40) && Round(token, held * random.Fraction(0.1m, 0.6m)) is var sold && sold < held)
            builder.Sell(token, sold, Math.Max(1, day / 2));
    }

    /// <summary>Deposits about the given amount of USD into a product. Withdraws it completely in some cases.</summary>
    public static void AddPosition(PortfolioBuilder builder, SeededRandom random, Product product, decimal usd)
    {
        var amounts = product.Tokens.Select(t => Round(t, usd / t.Market.PriceUsd / product.Tokens.Count)).ToArray();
        var day = random.Between(10, 900);
        var growth = product.IsPool ? 0m : product.Apr * day / 365m;
        var tokenId = product.IsNft ? random.Between(1_000, 1_200_000) : 0;
        builder.Open(product, tokenId, position =>
        {
            position.Deposit(day, amounts);
            if (product.IsPool)
                AddPoolActivity(position, random, product, amounts, day);
            else
                position.Grow(day / 2, [.. amounts.Zip(product.Tokens, (a, t) => Round(t, a * growth / 2))]);

            if (product.Reward is { } reward)
            {
                var earned = Round(reward, usd * 0.02m / reward.Market.PriceUsd);
                position.Reward(earned * 2, day / 3, earned);
            }

            if (!product.IsNft && random.Chance(12))
                position.Withdraw(day / 4, [.. amounts.Zip(product.Tokens, (a, t) => a + (product.IsPool ? GetPoolShift(product, t, amounts) : Round(t, a * growth / 2)))]);
            return position;
        });
    }

    private static List<long> PickChains(SeededRandom random)
    {
        var chains = new List<long>();
        if (random.Chance(85))
            chains.Add(1);
        chains.AddRange(random.Sample(CommonChains, random.Between(1, 4)));
        if (random.Chance(15))
            chains.Add(random.Pick(RareChains));
        return chains;
    }

    private static void FillChain(PortfolioBuilder builder, SeededRandom random, long chainId, decimal wealth)
    {
        AddTrades(builder, random, Tokens.Native(chainId), wealth * random.Fraction(0.05m, 0.4m));
        var tokens = GetPlainTokens(chainId);
        foreach (var token in random.Sample(tokens, Math.Min(tokens.Count, random.Between(1, 5))))
            AddTrades(builder, random, token, wealth * random.Fraction(0.01m, 0.25m));
        var products = Products.On(chainId);
        if (products.Count > 0)
            AddPositions(builder, random, products, wealth);
        if (random.Chance(55))
            AddJunk(builder, random, chainId);
    }

    private static void AddPositions(PortfolioBuilder builder, SeededRandom random, IReadOnlyList<Product> products, decimal wealth)
    {
        var hasSupplied = false;
        foreach (var product in random.Sample(products, Math.Min(products.Count, random.Between(0, 3))))
        {
            // A loan requires collateral, so that supply comes before debt.
            if (product.IsDebt && !hasSupplied)
                continue;
            hasSupplied |= product.Kind == "supply";
            AddPosition(builder, random, product, wealth * (product.IsDebt ? random.Fraction(0.02m, 0.1m) : random.Fraction(0.1m, 0.5m)));
        }
    }

    private static void AddJunk(PortfolioBuilder builder, SeededRandom random, long chainId)
    {
        var word = random.Pick(JunkWords);
        var token = Tokens.Junk(chainId, word, word.ToUpperInvariant(), $"{word} Token");
        builder.Receive(token, Quantity.Of(random.Between(1, 5_000) * 100m), random.Between(5, 400));
    }

    // The pool sold a part of the first token for the second. Fees are separate.
    private static void AddPoolActivity(PositionBuilder position, SeededRandom random, Product product, decimal[] amounts, int day)
    {
        decimal[] shifts = [.. product.Tokens.Select(t => GetPoolShift(product, t, amounts))];
        var fee = random.Fraction(0.004m, 0.03m);
        decimal[] fees = [.. amounts.Zip(product.Tokens, (a, t) => Round(t, a * fee))];
        position.Grow(day / 2, shifts)
            .UnclaimedFees(fees)
            .ImpermanentLoss([.. shifts.Zip(product.Tokens, (s, t) => s < 0 ? s + Round(t, s / 20) : s)]);
        if (random.Chance(50))
            position.ClaimFees(day / 3, fees);
    }

    private static decimal GetPoolShift(Product product, Token token, decimal[] amounts) =>
        ReferenceEquals(token, product.Tokens[0]) ? -Round(token, amounts[0] / 25) : Round(token, amounts[^1] / 25);

    // Rounds to few digits, with more digits for more expensive tokens. A nonzero amount never becomes zero.
    private static decimal Round(Token token, decimal amount)
    {
        var digits = token.Market.PriceUsd switch { >= 1000 => 6, >= 100 => 4, >= 0.5m => 2, _ => 0 };
        var rounded = Math.Round(amount, digits);
        return rounded != 0 || amount == 0 ? rounded : Math.Sign(amount) / Pow10(digits);
    }

    private static decimal Pow10(int digits) => digits switch { 0 => 1m, 2 => 100m, 4 => 10_000m, _ => 1_000_000m };
}

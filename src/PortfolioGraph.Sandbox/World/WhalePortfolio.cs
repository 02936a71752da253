namespace PortfolioGraph.Sandbox.World;

/// <summary>Generates the whale's portfolio: every token and product, and hundreds of small tokens.</summary>
internal static class WhalePortfolio
{
    private const int SmallTokens = 260;

    public static Portfolio Generate(string address)
    {
        var random = SeededRandom.FromText("whale");
        var builder = new PortfolioBuilder(address);
        foreach (var chain in Chains.All)
        {
            foreach (var token in PortfolioGenerator.GetPlainTokens(chain.Id).Prepend(chain.Native))
                PortfolioGenerator.AddTrades(builder, random, token, 40_000m * random.Fraction(0.2m, 12m));
            foreach (var product in Products.On(chain.Id))
                PortfolioGenerator.AddPosition(builder, random, product, 60_000m * random.Fraction(0.3m, 8m));
        }

        // Few markets for many tokens, so that charts are fast.
        var markets = Enumerable.Range(1, 20)
            .Select(i => new Market($"small {i}", random.Between(1, 9_000) / 10_000m, 1.3m))
            .ToList();
        for (var i = 1; i <= SmallTokens; i++)
        {
            var chain = random.Pick(Chains.All);
            var token = new Token(chain.Id, Token.InventAddress($"small {i}"), $"SML{i}", $"Small Cap {i}", 18, TokenGroup.Token, random.Pick(markets));
            PortfolioGenerator.AddTrades(builder, random, token, random.Between(5, 9_000));
        }

        return builder.Build();
    }
}

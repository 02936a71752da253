namespace PortfolioGraph.Sandbox.World;

/// <summary>Everything there is, and hundreds of small tokens besides.</summary>
internal static class WhalePortfolio
{
    private const int SmallTokens = 260;

    public static Portfolio Generate(string address)
    {
        var draw = SeededRandom.From("whale");
        var builder = new PortfolioBuilder(address);
        foreach (var chain in Chains.All)
        {
            foreach (var token in PortfolioGenerator.Purse(chain.Id).Prepend(chain.Native))
                PortfolioGenerator.Trade(builder, draw, token, 40_000m * draw.Fraction(0.2m, 12m));
            foreach (var product in Products.On(chain.Id))
                PortfolioGenerator.Enter(builder, draw, product, 60_000m * draw.Fraction(0.3m, 8m));
        }

        // few markets for many tokens, so that a chart costs little
        var markets = Enumerable.Range(1, 20)
            .Select(i => new Market($"small {i}", draw.Between(1, 9_000) / 10_000m, 1.3m))
            .ToList();
        for (var i = 1; i <= SmallTokens; i++)
        {
            var chain = draw.Pick(Chains.All);
            var token = new Token(chain.Id, Token.Invented($"small {i}"), $"SML{i}", $"Small Cap {i}", 18, TokenGroup.Token, draw.Pick(markets));
            PortfolioGenerator.Trade(builder, draw, token, draw.Between(5, 9_000));
        }

        return builder.Build();
    }
}

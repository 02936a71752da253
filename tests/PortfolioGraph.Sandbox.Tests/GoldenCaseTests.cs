namespace PortfolioGraph.Sandbox.Tests;

/// <summary>The vendor's example of profit and loss, and the same rule applied to other ranges and to debts.</summary>
public sealed class GoldenCaseTests(Api api) : IClassFixture<Api>
{
    private static readonly string Golden = Api.Query(SandboxPersonas.Golden);

    [Theory]
    [InlineData("1year")]
    [InlineData("3years")]
    public void Details_Should_MatchTheVendorsFigures_When_RangeCoversAllTrades(string range)
    {
        var row = api.Rows($"v4/overview/erc20/details?{Golden}&timerange={range}").Single();

        row.Number("amount").ShouldBe(90m);
        row.Number("price_to_usd").ShouldBe(1.5m);
        row.Usd().ShouldBe(135m);
        row.Usd("abs_profit_usd").ShouldBe(85m);
        row.Number("roi").ShouldBe(0.425m);
    }

    [Theory]
    [InlineData("v4/general/profit_and_loss", "abs_profit_usd")]
    [InlineData("v4/overview/erc20/profit_and_loss", "abs_profit_usd")]
    [InlineData("v5.0/tokens/metrics", "profit_abs_usd")]
    public void ProfitAndLoss_Should_MatchTheVendorsFigures_When_RangeIsTheDefault(string path, string profit)
    {
        foreach (var row in api.Rows($"{path}?{Golden}"))
        {
            row.Usd(profit).ShouldBe(85m);
            row.Number("roi").ShouldBe(0.425m);
        }
    }

    [Fact]
    public void Profit_Should_CountTheStartAsInflow_When_RangeIsShort()
    {
        // The price falls linearly from 2.5 a hundred days ago to 1.5 now, so it was 1.8 thirty days ago.
        var row = api.Rows($"v4/overview/erc20/details?{Golden}&timerange=1month").Single();

        row.Usd("abs_profit_usd").ShouldBe(90m * (1.5m - 1.8m));
        row.Number("roi").ShouldBe(Math.Round(-27m / 162m, 8));
    }

    [Fact]
    public void PastSnapshot_Should_ShowTheStateOfTheDay_When_TimestampIsGiven()
    {
        var timestamp = new DateTimeOffset(api.Time.GetUtcNow().Date, TimeSpan.Zero).AddDays(-199).ToUnixTimeSeconds();

        var row = api.Rows($"v5.0/tokens/snapshot?{Golden}&timestamp={timestamp}").Single();

        var held = row.List("underlying_tokens").Single();
        held.Number("amount").ShouldBe(150m);
        held.Number("price_usd").ShouldBe(2.005m);
        row.Usd().ShouldBe(150m * 2.005m);
    }

    [Fact]
    public void PastSnapshot_Should_BeEmpty_When_TimestampPrecedesAllTrades() =>
        api.Rows($"v5.0/tokens/snapshot?{Golden}&timestamp=0").ShouldBeEmpty();

    [Fact]
    public void Debt_Should_HaveItsInterestAsLoss_When_NothingIsRepaid()
    {
        var debt = api.Rows($"v4/overview/protocols/details?{Api.Query(SandboxPersonas.Debtor)}")
            .Single(r => r.GetProperty("debt").GetBoolean() && r.Chain() == 1);

        // 14,500 were borrowed, and 402 + 388.5 of interest were added.
        debt.Usd().ShouldBe(15_290.5m);
        debt.Usd("profit_abs_usd").ShouldBe(-790.5m);
        debt.NumberOrNull("roi").ShouldBeNull();
    }
}

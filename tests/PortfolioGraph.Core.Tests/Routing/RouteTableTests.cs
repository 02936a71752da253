using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Routing;

public sealed class RouteTableTests
{
    [Fact]
    public void Routes_Should_HaveTheDocumentedCosts_When_Counted()
    {
        using var stub = new StubUpstream();
        using var core = CoreHost.Over(stub);
        var routes = core.Routes;

        (int First, int Second)[] costs =
        [
            (routes.Totals[0].Endpoints.Count, routes.Totals[1].Endpoints.Count),
            (routes.Breakdown[0].Endpoints.Count, routes.Breakdown[1].Endpoints.Count),
            (routes.ProfitAndLoss[0].Endpoints.Count, routes.ProfitAndLoss[1].Endpoints.Count),
            (routes.Chart[0].Endpoints.Count, routes.Chart[1].Endpoints.Count),
            (routes.Status[0].Endpoints.Count, routes.Status[1].Endpoints.Count),
        ];

        costs.ShouldBe([(1, 1), (1, 3), (1, 2), (1, 1), (1, 1)]);
        routes.PastHoldings.ShouldHaveSingleItem().Endpoints.Count.ShouldBe(2);
        routes.Report.ShouldHaveSingleItem().Endpoints.Count.ShouldBe(1);
        routes.Compliance.ShouldHaveSingleItem().Endpoints.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("aavev3", "aavev3")]
    [InlineData("aave-v3", "aavev3")]
    [InlineData("Aave V3", "aavev3")]
    [InlineData("staking-1inch-v2", "staking1inchv2")]
    [InlineData("", "")]
    public void Of_Should_ReturnOneId_When_VersionsSpellAProtocolDifferently(string spelling, string id) => ProtocolIds.Of(spelling).ShouldBe(id);

    [Theory]
    [InlineData("unknown", PositionKind.Other)]
    [InlineData("staking", PositionKind.Staking)]
    [InlineData("tokenstaking", PositionKind.Staking)]
    [InlineData("liquidstaking", PositionKind.LiquidStaking)]
    [InlineData("restaking", PositionKind.Restaking)]
    [InlineData("gauge", PositionKind.Gauge)]
    [InlineData("deposit", PositionKind.Deposit)]
    [InlineData("supply", PositionKind.Supply)]
    [InlineData("debt", PositionKind.Debt)]
    [InlineData("lendingvault", PositionKind.Vault)]
    [InlineData("yield", PositionKind.Yield)]
    [InlineData("yieldvault", PositionKind.Vault)]
    [InlineData("smartlending", PositionKind.Supply)]
    [InlineData("native", PositionKind.Other)]
    [InlineData("erc20", PositionKind.Other)]
    [InlineData("stable", PositionKind.Other)]
    [InlineData("token", PositionKind.Other)]
    [InlineData("sy", PositionKind.Yield)]
    [InlineData("yt", PositionKind.Yield)]
    [InlineData("pt", PositionKind.Yield)]
    [InlineData("lpt", PositionKind.Liquidity)]
    [InlineData("Liquid-Staking", PositionKind.LiquidStaking)]
    [InlineData("something new", PositionKind.Other)]
    [InlineData(null, PositionKind.Other)]
    public void Of_Should_ReturnTheKind_When_TheUpstreamNamesIt(string? word, PositionKind kind) => PositionKinds.Of(word).ShouldBe(kind);
}

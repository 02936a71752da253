using System.Globalization;
using System.Numerics;
using System.Text.Json;
using PortfolioGraph.Sandbox.World;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class PersonaTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public void Readme_Should_ListEveryPersona_When_PersonasChange()
    {
        var readme = File.ReadAllText(RepositoryRoot.Combine("src", "PortfolioGraph.Sandbox", "README.md"));

        foreach (var persona in SandboxPersonas.All)
            readme.ShouldContain($"| {persona.Name} | `{persona.Address}` | {persona.Description} |");
    }

    [Fact]
    public void Empty_Should_HaveNoHoldings_When_AnyRouteIsCalled()
    {
        var wallet = Api.Query(SandboxPersonas.Empty);

        var value = api.Result($"v5.0/general/current_value?{wallet}");

        value.Usd("total").ShouldBe(0);
        value.List("by_address").Single().Usd().ShouldBe(0);
        value.List("by_chain").ShouldBeEmpty();
        foreach (var rows in (string[])["v5.0/tokens/snapshot", "v5.0/tokens/metrics", "v5.0/protocols/snapshot", "v5.0/protocols/metrics", "v4/overview/erc20/details", "v4/overview/protocols/details"])
            api.Rows($"{rows}?{wallet}").ShouldBeEmpty(rows);
        api.Rows($"v4/general/profit_and_loss?{wallet}").Single().NumberOrNull("roi").ShouldBeNull();
    }

    [Fact]
    public void Whale_Should_HoldHundredsOfTokens_When_AllChainsAreRequested()
    {
        var tokens = api.Rows($"v5.0/tokens/snapshot?{Api.Query(SandboxPersonas.Whale)}");

        tokens.Count.ShouldBeGreaterThan(300);
        tokens.Select(t => t.Chain("chain")).Distinct().Count().ShouldBe(15);
        api.Rows($"v5.0/protocols/snapshot?{Api.Query(SandboxPersonas.Whale)}").Count.ShouldBe(Products.All.Count);
    }

    [Fact]
    public void Debtor_Should_HaveANegativeTotal_When_DebtsExceedAssets() =>
        api.Result($"v5.0/general/current_value?{Api.Query(SandboxPersonas.Debtor)}").Usd("total").ShouldBeLessThan(0);

    [Fact]
    public void LiquidityProvider_Should_HoldHugeTokenIds_When_PositionsAreNfts()
    {
        var ids = api.Rows($"v4/overview/protocols/details?{Api.Query(SandboxPersonas.LiquidityProvider)}")
            .Select(r => BigInteger.Parse(r.GetProperty("token_id").GetRawText(), CultureInfo.InvariantCulture))
            .ToList();

        ids.ShouldContain((BigInteger.One << 256) - 1);
        ids.ShouldContain((BigInteger.One << 64) + 7);
        ids.ShouldContain((BigInteger.One << 53) + 1);
        var economics = api.Rows($"v5.0/protocols/metrics?{Api.Query(SandboxPersonas.LiquidityProvider)}");
        economics.ShouldContain(e => e.NumberOrNull("claimed_fees_usd") > 0);
        economics.ShouldAllBe(e => e.NumberOrNull("unclaimed_fees_usd") >= 0 && e.NumberOrNull("impermanent_loss_usd") <= 0);
    }

    [Fact]
    public void Junk_Should_HaveNoValueAndNoProfit_When_TokensAreUnpriced()
    {
        var wallet = Api.Query(SandboxPersonas.Junk);
        var junk = api.Rows($"v4/overview/erc20/details?{wallet}").Where(r => r.Text("symbol") != "ETH").ToList();
        var held = api.Rows($"v5.0/tokens/snapshot?{wallet}").SelectMany(r => r.List("underlying_tokens")).ToList();

        junk.Count.ShouldBe(40);
        junk.ShouldAllBe(r => r.Usd() == 0 && r.NumberOrNull("abs_profit_usd") == null && r.NumberOrNull("roi") == null && r.Integer("status") == 1);
        held.ShouldContain(t => t.GetProperty("symbol").ValueKind == JsonValueKind.Null);
        held.Select(t => t.GetProperty("price_usd").ValueKind == JsonValueKind.Null).Distinct().Count().ShouldBe(2);
        held.ShouldContain(t => t.GetProperty("amount").GetRawText() == "1.1579208923731619e+77");
        api.Rows($"v5.0/tokens/metrics?{wallet}").Count.ShouldBe(1);
        api.Json($"v5.0/general/chart?{wallet}").GetProperty("meta").GetProperty("data_issues").List("price_outliers").Count().ShouldBe(3);
    }

    [Fact]
    public void Typical_Should_CoverCommonPositions_When_AllAreRequested()
    {
        var wallet = Api.Query(SandboxPersonas.Typical);
        var positions = api.Rows($"v5.0/protocols/snapshot?{wallet}");
        var metrics = api.Rows($"v5.0/protocols/metrics?{wallet}");

        positions.Select(p => p.GetProperty("locked").GetBoolean()).Distinct().Count().ShouldBe(2);
        positions.ShouldContain(p => p.GetProperty("asset_sign").GetInt32() == -1);
        positions.ShouldContain(p => p.Integer("status") == 0);
        positions.ShouldContain(p => p.GetProperty("reward_tokens").GetArrayLength() > 0);
        metrics.ShouldContain(m => m.NumberOrNull("rewards_usd") > 0);
        metrics.ShouldContain(m => m.NumberOrNull("claimed_fees_usd") > 0);
        metrics.ShouldContain(m => m.NumberOrNull("impermanent_loss_usd") < 0);
        metrics.ShouldAllBe(m => m.NumberOrNull("weighted_apr") > 0 && m.Integer("holding_time_days") > 0);
    }

    [Fact]
    public void Addresses_Should_BeWellFormedAndDistinct_When_AllCatalogsAreListed()
    {
        var tokens = Tokens.WellKnown.Select(t => (t.ChainId, t.Address)).ToList();
        var products = Products.All.Select(p => (p.ChainId, p.Contract, p.SubGroupId)).ToList();

        tokens.Select(t => t.Address).Concat(products.Select(p => p.Contract)).ShouldAllBe(a => a.Length == 42 && a.StartsWith("0x", StringComparison.Ordinal) && a.Skip(2).All(char.IsAsciiHexDigitLower));
        tokens.Distinct().Count().ShouldBe(tokens.Count);
        products.Distinct().Count().ShouldBe(products.Count);
        SandboxPersonas.All.Select(p => p.Address).Distinct().Count().ShouldBe(SandboxPersonas.All.Count);
    }
}

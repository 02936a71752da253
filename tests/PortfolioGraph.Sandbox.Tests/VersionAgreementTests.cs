using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Sandbox.Tests;

/// <summary>v4 and v5.0 return the same numbers, and wallets are merged as the service merges them.</summary>
public sealed class VersionAgreementTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public void TokenDetails_Should_EqualSnapshotAndMetrics_When_Joined() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var details = api.Rows($"v4/overview/erc20/details?{Api.Query(wallets)}&timerange=1month");
        var metrics = Metrics("tokens", $"{Api.Query(wallets)}&timerange=1month");
        var joined = api.Rows($"v5.0/tokens/snapshot?{Api.Query(wallets)}").Select(row =>
        {
            var found = metrics.TryGetValue(row.Text("index"), out var metric);
            var held = row.List("underlying_tokens").Single();
            return (row.Chain("chain"), row.Text("contract_address"), row.Text("contract_symbol"), held.GetProperty("amount").GetRawText(),
                held.NumberOrNull("price_usd") ?? 0, row.Usd() * row.GetProperty("asset_sign").GetInt32(), found ? metric.NumberOrNull("profit_abs_usd") : null, found ? metric.NumberOrNull("roi") : null, row.Integer("status"));
        });

        details.Select(d => (d.Chain(), d.Text("contract_address"), d.Text("symbol"), d.GetProperty("amount").GetRawText(),
                d.Number("price_to_usd"), d.Usd(), d.NumberOrNull("abs_profit_usd"), d.NumberOrNull("roi"), d.Integer("status")))
            .ShouldBe(joined);
    }).Check(Wallets.FortyCases);

    [Fact]
    public void ProtocolDetails_Should_EqualSnapshotAndMetrics_When_OwnersAreSummed() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var details = api.Rows($"v4/overview/protocols/details?{Api.Query(wallets)}");
        var metrics = Metrics("protocols", Api.Query(wallets));
        var joined = api.Rows($"v5.0/protocols/snapshot?{Api.Query(wallets)}")
            .GroupBy(r => (r.Chain("chain"), r.Text("contract_address"), r.GetProperty("token_id").GetRawText(), r.GetProperty("protocol_sub_group_id").GetString()))
            .Select(g => (g.Key.Item1, g.Key.Item2, g.Key.Item3, g.Sum(r => r.Usd()), g.Sum(r => metrics[r.Text("index")].Usd("profit_abs_usd")), g.First().Text("protocol_type"),
                g.First().GetProperty("asset_sign").GetInt32() < 0, string.Join(',', g.Select(r => r.Text("address")).Order())));

        details.Select(d => (d.Chain(), d.Text("contract_address"), d.GetProperty("token_id").GetRawText(), d.Usd(), d.Usd("profit_abs_usd"), d.Text("sub_contract_type"),
                d.GetProperty("debt").GetBoolean(), string.Join(',', d.List("addresses").Select(a => a.GetString()).Order())))
            .ShouldBe(joined, ignoreOrder: true);
    }).Check(Wallets.FortyCases);

    [Fact]
    public void Value_Should_EqualTheUnderlyingTokens_When_Summed() => Prop.ForAll(Wallets.One, wallet =>
    {
        foreach (var row in api.Rows($"v5.0/protocols/snapshot?{Api.Query(wallet)}").Concat(api.Rows($"v5.0/tokens/snapshot?{Api.Query(wallet)}")))
            row.List("underlying_tokens").Sum(t => t.Usd()).ShouldBe(row.Usd());
    }).Check(Wallets.FortyCases);

    [Fact]
    public void TokenRows_Should_SumAmounts_When_WalletsAreRequestedTogether() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var rows = api.Rows($"v5.0/tokens/snapshot?{Api.Query(wallets)}");
        var separately = wallets.SelectMany(w => api.Rows($"v5.0/tokens/snapshot?{Api.Query(w)}"));

        rows.Select(r => (r.Text("index"), r.Usd()))
            .ShouldBe(separately.GroupBy(r => r.Text("index")).Select(g => (g.Key, g.Sum(r => r.Usd()))), ignoreOrder: true);
        rows.ShouldAllBe(r => r.Text("address") == "0x0000000000000000000000000000000000000000");
    }).Check(Wallets.FortyCases);

    [Fact]
    public void TokenRows_Should_BeMerged_When_WalletsShareTokens()
    {
        var wallets = Api.Query(SandboxPersonas.JointFirst, SandboxPersonas.JointSecond);

        var usdc = api.Rows($"v5.0/tokens/snapshot?{wallets}").Where(r => r.Text("contract_symbol") == "USDC").ToList();

        usdc.Single().List("underlying_tokens").Single().Number("amount").ShouldBe(2_500m + 1_500m);
    }

    [Fact]
    public void Profit_Should_SumOverWallets_When_RequestedTogether() => Prop.ForAll(Wallets.Set, wallets =>
    {
        decimal Profit(params string[] some) => api.Rows($"v4/general/profit_and_loss?{Api.Query(some)}")[0].Usd("abs_profit_usd");

        Profit(wallets).ShouldBe(wallets.Sum(w => Profit(w)));
    }).Check(Wallets.FortyCases);

    [Fact]
    public void SharedPosition_Should_ListBothOwners_When_BothAreRequested()
    {
        var vault = (string query) => api.Rows($"v4/overview/protocols/details?{query}").Single(r => r.Text("protocol") == "morphoblue");
        var first = vault(Api.Query(SandboxPersonas.JointFirst));
        var second = vault(Api.Query(SandboxPersonas.JointSecond));

        var both = vault(Api.Query(SandboxPersonas.JointFirst, SandboxPersonas.JointSecond));

        both.List("addresses").Select(a => a.GetString()).ShouldBe([SandboxPersonas.JointFirst, SandboxPersonas.JointSecond]);
        both.Usd().ShouldBe(first.Usd() + second.Usd());
        first.List("addresses").Select(a => a.GetString()).ShouldBe([SandboxPersonas.JointFirst]);
        second.List("addresses").Select(a => a.GetString()).ShouldBe([SandboxPersonas.JointSecond]);
    }

    [Fact]
    public void Response_Should_ContainTheWalletOnce_When_RequestedInUpperAndLowerCase()
    {
        var upper = "0x" + SandboxPersonas.Typical[2..].ToUpperInvariant();

        var rows = api.Rows($"v4/general/current_value?{Api.Query(SandboxPersonas.Typical, upper)}");

        rows.Single().Text("address").ShouldBe(SandboxPersonas.Typical);
    }

    [Fact]
    public void Metrics_Should_BeFiltered_When_FiltersAreGiven()
    {
        var wallet = Api.Query(SandboxPersonas.LiquidityProvider);
        var all = api.Rows($"v5.0/protocols/metrics?{wallet}");
        var snapshot = api.Rows($"v5.0/protocols/snapshot?{wallet}");
        var huge = snapshot.Single(r => r.GetProperty("token_id").GetRawText().Length == 78);

        api.Rows($"v5.0/protocols/metrics?{wallet}&token_id={huge.GetProperty("token_id").GetRawText()}").Single().Text("index").ShouldBe(huge.Text("index"));
        api.Rows($"v5.0/protocols/metrics?{wallet}&protocol_group_id=curve").Count.ShouldBe(1);
        api.Rows($"v5.0/protocols/metrics?{wallet}&protocol_group_id=unheard-of").ShouldBeEmpty();
        api.Rows($"v5.0/protocols/metrics?{wallet}&contract_address={huge.Text("contract_address").ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)}").Count.ShouldBeInRange(5, all.Count - 1);
    }

    private Dictionary<string, JsonElement> Metrics(string kind, string query) =>
        api.Rows($"v5.0/{kind}/metrics?{query}").ToDictionary(m => m.Text("index"));
}

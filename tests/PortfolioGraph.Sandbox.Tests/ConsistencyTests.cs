using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class ConsistencyTests(Api api) : IClassFixture<Api>
{
    private static readonly string[] Ranges = ["1day", "1week", "1month", "1year", "3years"];

    [Fact]
    public void CurrentValue_Should_EqualEachBreakdown_When_Summed() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var value = api.Result($"v5.0/general/current_value?{Api.Query(wallets)}");
        var total = value.Usd("total");

        foreach (var breakdown in (string[])["by_address", "by_category", "by_chain"])
            value.List(breakdown).Sum(r => r.Usd()).ShouldBe(total, breakdown);
        value.List("by_protocol_group").Sum(r => r.Usd())
            .ShouldBe(value.List("by_category").Single(c => c.Text("category_id") == "protocols").Usd());
    }).Check(Wallets.FortyCases);

    [Fact]
    public void CurrentValue_Should_BeEqualInBothVersions_When_ChainIsOptional() => Prop.ForAll(Wallets.Set, wallets =>
    {
        foreach (var chain in (string[])["", "&chain_id=1", "&chain_id=8453"])
        {
            var v5 = api.Result($"v5.0/general/current_value?{Api.Query(wallets)}{chain}").List("by_address");
            var v4 = api.Rows($"v4/general/current_value?{Api.Query(wallets)}{chain}");

            v5.Select(r => (r.Text("address"), r.Usd())).ShouldBe(v4.Select(r => (r.Text("address"), r.Usd())));
            v4.Select(r => r.Text("address")).ShouldBe(wallets);
        }
    }).Check(Wallets.FortyCases);

    [Fact]
    public void CurrentValue_Should_EqualTheBreakdown_When_EachChainIsRequestedSeparately() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var whole = api.Result($"v5.0/general/current_value?{Api.Query(wallets)}");

        foreach (var chain in whole.List("by_chain"))
        {
            var separate = api.Result($"v5.0/general/current_value?{Api.Query(wallets)}&chain_id={chain.Chain()}");
            separate.Usd("total").ShouldBe(chain.Usd());
            separate.List("by_chain").Single().Chain().ShouldBe(chain.Chain());
        }
    }).Check(Wallets.FortyCases);

    [Fact]
    public void Snapshots_Should_AddUpToTheCategories_When_DebtsSubtract() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var categories = api.Result($"v5.0/general/current_value?{Api.Query(wallets)}").List("by_category").ToDictionary(c => c.Text("category_id"), c => c.Usd());
        var tokens = api.Rows($"v5.0/tokens/snapshot?{Api.Query(wallets)}").ToLookup(t => t.Text("protocol_handler_id"), Signed);
        var positions = api.Rows($"v5.0/protocols/snapshot?{Api.Query(wallets)}");

        tokens["native"].Sum().ShouldBe(categories["native"]);
        tokens["erc20"].Sum().ShouldBe(categories["tokens"]);
        positions.Sum(Signed).ShouldBe(categories["protocols"]);
    }).Check(Wallets.FortyCases);

    [Fact]
    public void Overviews_Should_AddUpToTheBreakdown_When_NullRowSumsTheChains() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var value = api.Result($"v5.0/general/current_value?{Api.Query(wallets)}");
        var categories = value.List("by_category").ToDictionary(c => c.Text("category_id"), c => c.Usd());
        var groups = api.Rows($"v4/overview/erc20/current_value?{Api.Query(wallets)}");
        var protocols = api.Rows($"v4/overview/protocols/current_value?{Api.Query(wallets)}");

        foreach (var rows in groups.Concat(protocols).Select(g => g.List("result").ToLookup(r => r.Chain() is null, r => r.Usd())))
            rows[true].Single().ShouldBe(rows[false].Sum());
        groups.Select(g => g.Text("protocol_name")).ShouldBe(["native", "stable", "token"]);
        Total(groups[0]).ShouldBe(categories["native"]);
        (Total(groups[1]) + Total(groups[2])).ShouldBe(categories["tokens"]);
        protocols.Select(p => (p.Text("protocol_name"), Total(p))).Order()
            .ShouldBe(value.List("by_protocol_group").Select(g => (g.Text("protocol_group_id").Replace("-", "", StringComparison.Ordinal), g.Usd())).Order());
    }).Check(Wallets.FortyCases);

    [Fact]
    public void ProfitAndLoss_Should_AddUp_When_SplitByChainAndKind() => Prop.ForAll(Wallets.Set, Gen.Elements(Ranges).ToArbitrary(), (wallets, range) =>
    {
        var query = $"profit_and_loss?{Api.Query(wallets)}&timerange={range}";
        var general = Profits(api.Rows($"v4/general/{query}"));
        var tokens = Profits(api.Rows($"v4/overview/erc20/{query}"));
        var protocols = Profits(api.Rows($"v4/overview/protocols/{query}"));

        foreach (var (chain, profit) in general)
            (tokens.GetValueOrDefault(chain) + protocols.GetValueOrDefault(chain)).ShouldBe(profit);
        general.Where(p => p.Key != 0).Sum(p => p.Value).ShouldBe(general[0]);
    }).Check(Wallets.FortyCases);

    [Fact]
    public void ProfitAndLoss_Should_EqualTheDetails_When_RangeIsTheSame() => Prop.ForAll(Wallets.Set, Gen.Elements(Ranges).ToArbitrary(), (wallets, range) =>
    {
        var sums = Profits(api.Rows($"v4/overview/erc20/profit_and_loss?{Api.Query(wallets)}&timerange={range}"));
        var details = api.Rows($"v4/overview/erc20/details?{Api.Query(wallets)}&timerange={range}");

        details.Sum(d => d.NumberOrNull("abs_profit_usd") ?? 0).ShouldBe(sums[0]);
        foreach (var chain in details.GroupBy(d => d.Chain()!.Value))
            chain.Sum(d => d.NumberOrNull("abs_profit_usd") ?? 0).ShouldBe(sums[chain.Key]);
    }).Check(Wallets.FortyCases);

    // No position is older than three years, so that range covers the whole history.
    [Fact]
    public void Roi_Should_BeProfitDividedByInflow_When_PositionsAreSummed() => Prop.ForAll(Wallets.Set, wallets =>
    {
        var details = api.Rows($"v4/overview/protocols/details?{Api.Query(wallets)}");
        var rows = api.Rows($"v4/overview/protocols/profit_and_loss?{Api.Query(wallets)}&timerange=3years");

        foreach (var row in rows)
        {
            var members = details.Where(d => row.Chain() is null || d.Chain() == row.Chain()).ToList();
            var inflow = members.Sum(d => d.GetProperty("info").Usd("value_inflow_usd_period"));
            row.Usd("abs_profit_usd").ShouldBe(members.Sum(d => d.Usd("profit_abs_usd")));
            row.NumberOrNull("roi").ShouldBe(inflow == 0 ? null : Math.Round(row.Usd("abs_profit_usd") / inflow, 8));
        }
    }).Check(Wallets.FortyCases);

    [Fact]
    public void Chart_Should_EndWithTheCurrentValue_When_AnyRangeIsRequested() => Prop.ForAll(Wallets.Set, Gen.Elements(Ranges).ToArbitrary(), (wallets, range) =>
    {
        var total = api.Result($"v5.0/general/current_value?{Api.Query(wallets)}").Usd("total");
        var v5 = api.Rows($"v5.0/general/chart?{Api.Query(wallets)}&timerange={range}");
        var v4 = api.Rows($"v4/general/value_chart?{Api.Query(wallets)}&timerange={range}");

        v5[^1].Usd().ShouldBe(total);
        v5.Count.ShouldBe(range switch { "1day" => 24, "1week" => 168, "1month" => 30, "1year" => 365, _ => 156 });
        v5.Select(p => p.Integer("timestamp")).ShouldBeInOrder(SortDirection.Ascending);
        v5.Select(p => (p.Integer("timestamp"), p.Usd())).ShouldBe(v4.Select(p => (p.Integer("timestamp"), p.Usd())));
    }).Check(Wallets.FortyCases);

    [Fact]
    public void PastSnapshots_Should_AddUpToTheChart_When_TimestampIsAPoint() => Prop.ForAll(Wallets.Set, Gen.Choose(0, 364).ToArbitrary(), (wallets, point) =>
    {
        var moment = api.Rows($"v5.0/general/chart?{Api.Query(wallets)}")[point];
        var rows = new[] { "tokens", "protocols" }
            .SelectMany(kind => api.Rows($"v5.0/{kind}/snapshot?{Api.Query(wallets)}&timestamp={moment.Integer("timestamp")}"));

        rows.Sum(Signed).ShouldBe(moment.Usd());
    }).Check(Wallets.FortyCases);

    private static decimal Signed(JsonElement row) => row.Usd() * row.GetProperty("asset_sign").GetInt32();

    private static decimal Total(JsonElement group) => group.List("result").Single(r => r.Chain() is null).Usd();

    // Key 0 is the row for all chains.
    private static Dictionary<long, decimal> Profits(IEnumerable<JsonElement> rows) =>
        rows.ToDictionary(r => r.Chain() ?? 0, r => r.Usd("abs_profit_usd"));
}

using System.Text.Json;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class SwitchTests : IAsyncLifetime
{
    private const string Zero = "0x0000000000000000000000000000000000000000";

    private static readonly string Wallet = Api.Query(SandboxPersonas.Typical);

    private static readonly string Joint = Api.Query(SandboxPersonas.JointFirst, SandboxPersonas.JointSecond);

    private Api _api = null!;

    public async Task InitializeAsync() => _api = await Api.StartAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("tokens")]
    [InlineData("protocols")]
    public void Naming_Should_ChangeMemberNames_When_OpenApiIsSet(string kind)
    {
        var observed = _api.Rows($"v5.0/{kind}/snapshot?{Wallet}")[0];
        _api.Options.Naming = FieldNaming.OpenApi;
        var openApi = _api.Rows($"v5.0/{kind}/snapshot?{Wallet}")[0];

        Names(observed).ShouldContain("chain");
        Names(observed).ShouldNotContain("chain_id");
        Names(openApi).ShouldContain("chain_id");
        Names(openApi).ShouldNotContain("chain");
        Names(observed.List("underlying_tokens").First()).ShouldBe(["chain_id", "address", "decimals", "symbol", "name", "amount", "price_usd", "value_usd"]);
        Names(openApi.List("underlying_tokens").First()).ShouldBe(["chain", "address", "decimals", "symbol", "name", "amount", "price_usd"]);
    }

    [Theory]
    [InlineData(EnvelopeForm.Meta, "v4/general/current_value", new[] { "result", "meta" })]
    [InlineData(EnvelopeForm.System, "v4/general/current_value", new[] { "result", "system" })]
    [InlineData(EnvelopeForm.ResultOnly, "v4/general/current_value", new[] { "result" })]
    [InlineData(EnvelopeForm.Bare, "v4/general/current_value", new[] { "result", "meta" })]
    [InlineData(EnvelopeForm.Meta, "v5.0/tokens/snapshot", new[] { "result", "meta" })]
    [InlineData(EnvelopeForm.System, "v5.0/general/status", new[] { "result", "system" })]
    [InlineData(EnvelopeForm.System, "v4/general/supported_chains", new[] { "result" })]
    public void Envelope_Should_HaveTheMembersOfItsForm_When_FormIsSet(EnvelopeForm form, string path, string[] members)
    {
        _api.Options.Envelope = form;

        Names(_api.Json($"{path}?{Wallet}")).ShouldBe(members);
    }

    [Theory]
    [InlineData("v5.0/tokens/snapshot")]
    [InlineData("v5.0/general/supported_chains")]
    public void Envelope_Should_BeAbsent_When_FormIsBareAndTheDocumentHasAnArray(string path)
    {
        var wrapped = _api.Result($"{path}?{Wallet}").GetRawText();
        _api.Options.Envelope = EnvelopeForm.Bare;

        _api.Text($"{path}?{Wallet}").ShouldBe(wrapped);
    }

    [Theory]
    [InlineData("v4/general/profit_and_loss")]
    [InlineData("v4/overview/erc20/profit_and_loss")]
    [InlineData("v4/overview/protocols/profit_and_loss")]
    public void NullRow_Should_BeIncludedWithAChain_When_SwitchIsOn(string path)
    {
        var off = _api.Rows($"{path}?{Wallet}&chain_id=8453");
        _api.Options.NullRowWithChainId = true;
        var on = _api.Rows($"{path}?{Wallet}&chain_id=8453");

        off.Select(r => r.Chain()).ShouldBe([8453]);
        on.Select(r => r.Chain()).ShouldBe([null, 8453]);
        on[0].Usd("abs_profit_usd").ShouldBe(off[0].Usd("abs_profit_usd"));
    }

    [Fact]
    public void Owners_Should_BeMerged_When_FormIsZero()
    {
        var real = _api.Rows($"v5.0/protocols/snapshot?{Joint}");
        var realMetrics = _api.Rows($"v5.0/protocols/metrics?{Joint}");
        _api.Options.Owners = OwnerForm.Zero;
        var zero = _api.Rows($"v5.0/protocols/snapshot?{Joint}");
        var zeroMetrics = _api.Rows($"v5.0/protocols/metrics?{Joint}");

        real.Select(r => r.Text("address")).Distinct().Order().ShouldBe([SandboxPersonas.JointFirst, SandboxPersonas.JointSecond]);
        real.Count.ShouldBe(4);
        zero.Select(r => r.Text("address")).ShouldBe([Zero, Zero]);
        zero.Sum(r => r.Usd()).ShouldBe(real.Sum(r => r.Usd()));
        real.Select(r => r.Text("index")).ShouldBe(realMetrics.Select(m => m.Text("index")));
        zero.Select(r => r.Text("index")).ShouldBe(zeroMetrics.Select(m => m.Text("index")));
        zeroMetrics.Sum(m => m.Usd("profit_abs_usd")).ShouldBe(realMetrics.Sum(m => m.Usd("profit_abs_usd")));
    }

    [Fact]
    public void DebtSign_Should_NegateOnlyDebtValues_When_Negative()
    {
        var positive = _api.Rows($"v5.0/protocols/snapshot?{Wallet}").Single(r => r.GetProperty("asset_sign").GetInt32() == -1).Usd();
        var total = _api.Result($"v5.0/general/current_value?{Wallet}").Usd("total");
        _api.Options.DebtSign = DebtSign.Negative;

        positive.ShouldBeGreaterThan(0);
        _api.Rows($"v5.0/protocols/snapshot?{Wallet}").Single(r => r.Usd() < 0).Usd().ShouldBe(-positive);
        _api.Rows($"v4/overview/protocols/details?{Wallet}").Single(r => r.GetProperty("debt").GetBoolean()).Usd().ShouldBe(-positive);
        _api.Result($"v5.0/general/current_value?{Wallet}").Usd("total").ShouldBe(total);
    }

    [Fact]
    public void Index_Should_BeAnObjectOfTheRowsKey_When_FormIsObject()
    {
        var rows = _api.Rows($"v5.0/protocols/snapshot?{Wallet}");
        _api.Options.Index = IndexForm.Object;

        var metrics = _api.Rows($"v5.0/protocols/metrics?{Wallet}").Select(m => m.GetProperty("index"));
        var tokens = _api.Rows($"v5.0/tokens/metrics?{Wallet}").Select(m => m.GetProperty("index"));

        metrics.Select(i => (i.Text("address"), i.Chain("chain"), i.Text("contract_address"), i.GetProperty("token_id").GetRawText(), i.GetProperty("protocol_sub_group_id").GetString()))
            .ShouldBe(rows.Select(r => (r.Text("address"), r.Chain("chain"), r.Text("contract_address"), r.GetProperty("token_id").GetRawText(), r.GetProperty("protocol_sub_group_id").GetString())));
        tokens.ShouldAllBe(i => i.GetProperty("address").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public void Index_Should_BeStable_When_AWalletIsRequestedWithOthers()
    {
        var separate = _api.Rows($"v5.0/protocols/snapshot?{Api.Query(SandboxPersonas.JointFirst)}").Select(r => r.Text("index")).ToList();
        var together = _api.Rows($"v5.0/protocols/snapshot?{Joint}").Select(r => r.Text("index")).ToList();

        separate.ShouldBeSubsetOf(together);
        together.Distinct().Count().ShouldBe(together.Count);
        together.ShouldAllBe(i => i.Length == 18 && i.StartsWith("0x", StringComparison.Ordinal));
    }

    [Fact]
    public void Closed_Should_OmitSmallHoldings_When_False()
    {
        string[] Symbols(string parameters) =>
            [.. _api.Rows($"v4/overview/erc20/details?{Api.Query(SandboxPersonas.Closed)}{parameters}").Select(r => r.Text("symbol")).Order(StringComparer.Ordinal)];

        Symbols("").Length.ShouldBe(7);
        Symbols("&closed=true&closed_threshold=1000000").Length.ShouldBe(7);
        Symbols("&closed=false").ShouldBe(["USDC"]);
        Symbols("&closed=false&closed_threshold=0").ShouldBe(["ETH", "USDC"]);
        Symbols("&closed=false&closed_threshold=26").ShouldBeEmpty();
        _api.Rows($"v4/overview/protocols/details?{Api.Query(SandboxPersonas.Closed)}&closed=false").ShouldBeEmpty();
        _api.Rows($"v4/overview/protocols/details?{Api.Query(SandboxPersonas.Closed)}").Count(r => r.Integer("status") == 0).ShouldBe(3);
    }

    [Fact]
    public void ClosedInSnapshots_Should_KeepTheMetrics_When_False()
    {
        var wallet = Api.Query(SandboxPersonas.Closed);
        var shown = _api.Rows($"v5.0/tokens/snapshot?{wallet}");
        _api.Options.ClosedInSnapshots = false;

        shown.Count(r => r.Integer("status") == 0).ShouldBe(5);
        _api.Rows($"v5.0/tokens/snapshot?{wallet}").Select(r => r.Text("contract_symbol")).ShouldBe(["USDC", "ETH"]);
        _api.Rows($"v5.0/protocols/snapshot?{wallet}").Count.ShouldBe(1);
        _api.Rows($"v5.0/tokens/metrics?{wallet}").Count.ShouldBe(shown.Count);
    }

    [Fact]
    public void ListsNewChain_Should_OnlyAffectLists_When_Set()
    {
        var wallet = Api.Query(SandboxPersonas.Pioneer);
        var (chains, olderChains, protocols) = (Ids("v5.0", "chain_id"), Ids("v4", "id"), Protocols());
        var value = _api.Result($"v5.0/general/current_value?{wallet}");
        _api.Options.ListsNewChain = true;

        chains.Count.ShouldBe(15);
        chains.ShouldNotContain(4663);
        olderChains.ShouldBe(chains);
        Ids("v5.0", "chain_id").ShouldBe([.. chains, 4663]);
        Ids("v4", "id").ShouldBe([.. chains, 4663]);
        protocols.ShouldNotContain(4663);
        Protocols().ShouldContain(4663);
        value.List("by_chain").Select(r => r.Chain()).ShouldBe([1, 4663]);
        _api.Result($"v5.0/general/current_value?{wallet}").GetRawText().ShouldBe(value.GetRawText());
        _api.Result($"v5.0/general/current_value?{wallet}&chain_id=4663").Usd("total").ShouldBe(value.List("by_chain").Last().Usd());

        List<long?> Ids(string version, string name) => [.. _api.Rows($"{version}/general/supported_chains").Select(r => r.Chain(name))];
        List<long?> Protocols() => [.. _api.Rows("v5.0/general/supported_protocols").Select(r => r.Chain())];
    }

    [Fact]
    public void CachedAt_Should_BeInThePast_When_UseCacheIsSet()
    {
        _api.Options.CacheAge = TimeSpan.FromSeconds(42);

        var live = _api.Json($"v5.0/general/chart?{Wallet}").GetProperty("meta");
        var cached = _api.Json($"v5.0/general/chart?{Wallet}&use_cache=true").GetProperty("meta");

        live.GetProperty("cached_at").ValueKind.ShouldBe(JsonValueKind.Null);
        cached.GetProperty("cached_at").GetInt64().ShouldBe(_api.Time.GetUtcNow().ToUnixTimeSeconds() - 42);
        Names(cached.GetProperty("system")).ShouldBe(["click_time", "node_time", "microservices_time", "redis_time", "total_time"]);
    }

    private static IEnumerable<string> Names(JsonElement row) => row.EnumerateObject().Select(p => p.Name);
}

using System.Text.Json;

namespace PortfolioGraph.Sandbox.Tests;

/// <summary>Unusual rows that the real API may send: split tokens, partially marked debts, unreadable members.</summary>
public sealed class UnusualRowTests : IAsyncLifetime
{
    private static readonly string Typical = Api.Query(SandboxPersonas.Typical);

    private static readonly string Joint = Api.Query(SandboxPersonas.JointFirst, SandboxPersonas.JointSecond);

    private Api _api = null!;

    public async Task InitializeAsync() => _api = await Api.StartAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("v4/overview/erc20/details")]
    [InlineData("v5.0/tokens/snapshot")]
    public void TokenRows_Should_AddUpToTheWhole_When_EachTokenIsSplit(string path)
    {
        var whole = _api.Rows($"{path}?{Typical}");
        _api.Options.TokenRows = TokenRowForm.Split;

        var split = _api.Rows($"{path}?{Typical}");

        split.Count.ShouldBe(2 * whole.Count);
        split.Sum(row => row.Usd()).ShouldBe(whole.Sum(row => row.Usd()));
        split.Select(row => row.Text("contract_address")).ShouldContain("0x0000000000000000000000000000000000000000");
        split.Select(row => row.Text("contract_address")).ShouldContain("0xA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48");
    }

    [Fact]
    public void TokenRows_Should_UsePolygonsNativeContract_When_EachTokenIsSplit()
    {
        _api.Options.TokenRows = TokenRowForm.Split;

        _api.Rows($"v4/overview/erc20/details?{Api.Query(SandboxPersonas.Owing)}&chain_id=137").Select(row => row.Text("contract_address"))
            .ShouldBe(["0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "0x0000000000000000000000000000000000001010"]);
    }

    [Fact]
    public void TokenOwners_Should_HaveOneRowEach_When_OwnersAreReal()
    {
        _api.Options.TokenOwners = OwnerForm.Real;
        _api.Options.Index = IndexForm.Object;

        var usdc = _api.Rows($"v5.0/tokens/snapshot?{Joint}").Where(row => row.Text("contract_symbol") == "USDC").ToList();
        var metrics = _api.Rows($"v5.0/tokens/metrics?{Joint}").Select(row => row.GetProperty("index").Text("address")).Distinct();

        usdc.Select(row => row.Text("address")).ShouldBe([SandboxPersonas.JointFirst, SandboxPersonas.JointSecond]);
        usdc.Select(row => row.Usd()).ShouldBe([2500m, 1500m]);
        metrics.ShouldBe([SandboxPersonas.JointFirst, SandboxPersonas.JointSecond], ignoreOrder: true);
    }

    [Theory]
    [InlineData(DebtMarks.All, "debt", -1, true)]
    [InlineData(DebtMarks.KindOnly, "debt", 1, false)]
    [InlineData(DebtMarks.SignOnly, "supply", -1, true)]
    public void DebtMarks_Should_MarkDebts_When_SwitchIsSet(DebtMarks marks, string kind, int sign, bool debt)
    {
        _api.Options.DebtMarks = marks;
        var wallet = Api.Query(SandboxPersonas.Debtor);

        var v5 = _api.Rows($"v5.0/protocols/snapshot?{wallet}").First(row => row.Text("contract_name")!.Contains("Debt", StringComparison.Ordinal));
        var v4 = _api.Rows($"v4/overview/protocols/details?{wallet}").First(row => row.Text("name")!.Contains("Debt", StringComparison.Ordinal));

        (v5.Text("protocol_type"), v5.GetProperty("asset_sign").GetInt32()).ShouldBe((kind, sign));
        (v4.Text("sub_contract_type"), v4.GetProperty("debt").GetBoolean()).ShouldBe((kind, debt));
    }

    [Fact]
    public void Owing_Should_SubtractItsDebt_When_ValueIsRequested()
    {
        var wallet = Api.Query(SandboxPersonas.Owing);

        _api.Result($"v5.0/general/current_value?{wallet}").Usd("total").ShouldBe(100m + (250m * 0.45m) - 50m);
        _api.Rows($"v5.0/tokens/snapshot?{wallet}").Select(row => (row.Text("contract_symbol"), row.GetProperty("asset_sign").GetInt32(), row.Usd()))
            .ShouldBe([("POL", 1, 112.5m), ("USDC", 1, 100m), ("DAI", -1, 50m)]);
    }

    [Theory]
    [InlineData(FaultKind.BrokenText, "v4/overview/erc20/details", "\"symbol\":\"\\ud83d\"", 1)]
    [InlineData(FaultKind.NumberForText, "v4/overview/erc20/details", "\"name\":7", 1)]
    [InlineData(FaultKind.FloatTokenIds, "v4/overview/protocols/details", "\"token_id\":812204.0", 1)]
    [InlineData(FaultKind.NullContract, "v4/overview/erc20/details", "\"contract_address\":null", 1)]
    [InlineData(FaultKind.NullContracts, "v4/overview/erc20/details", "\"contract_address\":null", 18)]
    [InlineData(FaultKind.SolanaContract, "v4/overview/erc20/details", "\"contract_address\":\"So11111111111111111111111111111111111111112\"", 1)]
    [InlineData(FaultKind.UnusualDecimals, "v5.0/tokens/snapshot", "\"decimals\":256", 1)]
    [InlineData(FaultKind.UnusualDecimals, "v5.0/tokens/snapshot", "\"decimals\":-1", 1)]
    [InlineData(FaultKind.TinyPrice, "v4/overview/erc20/details", "\"price_to_usd\":1e-30", 1)]
    [InlineData(FaultKind.NegativeValue, "v4/general/value_chart", "\"value_usd\":-5.0", 1)]
    [InlineData(FaultKind.NegativeValue, "v4/general/is_available", "-5.0", 0)]
    public void Fault_Should_ChangeTheMember_When_KindTargetsMembers(FaultKind kind, string path, string changed, int times)
    {
        _api.Options.Faults.Add(new SandboxFault { Kind = kind });

        var body = _api.Text($"{path}?{Typical}");

        (body.Split(changed).Length - 1).ShouldBe(times);
        Should.NotThrow(() => JsonDocument.Parse(body));
    }
}

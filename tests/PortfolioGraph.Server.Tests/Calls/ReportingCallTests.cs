using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>What charts, the past, reports, verdicts and the service's state cost: the calls, and that the same again costs none.</summary>
public sealed class ReportingCallTests
{
    private const string Past = "time valueUsd source { state asOf } tokens { id token { symbol } amount priceUsd valueUsd share status profitAndLoss { roi } } positions { id name valueUsd share isLocked profitAndLoss { roi } economics { rewardsUsd } }";

    public static TheoryData<string, string[]> OneWallet => new()
    {
        { "chart { range points { time valueUsd } changeUsd changeRatio dataIssues { kind token { symbol } chain { name } time } source { state asOf } }", ["v4/general/value_chart addresses=d8da timerange=1year"] },
        { "day: chart(range: ONE_DAY) { changeUsd } year: chart { changeUsd } again: chart { points { time } }", ["v4/general/value_chart addresses=d8da timerange=1day", "v4/general/value_chart addresses=d8da timerange=1year"] },
        { "report { csv downloadUrl source { state } }", ["v5.0/general/report addresses=d8da timerange=1year closed=true closed_threshold=0"] },
        { "report(range: ONE_WEEK, includeClosed: false) { csv }", ["v5.0/general/report addresses=d8da timerange=1week closed=false closed_threshold=0"] },
        { "compliance { verdict reason source { state asOf } }", ["v5.0/general/address_check addresses=d8da"] },
        { $"at(time: \"2025-01-01T00:00:00Z\") {{ {Past} }}", ["v5.0/protocols/snapshot addresses=d8da timestamp=1735689600", "v5.0/tokens/snapshot addresses=d8da timestamp=1735689600"] },
        {
            "a: at(time: \"2025-01-01T00:00:00Z\") { valueUsd } b: at(time: \"2025-01-01T01:00:00.9+01:00\") { tokens { share } positions { share } }",
            ["v5.0/protocols/snapshot addresses=d8da timestamp=1735689600", "v5.0/tokens/snapshot addresses=d8da timestamp=1735689600"]
        },
    };

    [Theory]
    [MemberData(nameof(OneWallet))]
    public async Task Wallet_Should_MakeTheFewestCalls_When_FieldsAreSelected(string selection, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync();
        var query = $"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}";

        var answer = await graph.AskAsync(query, new { address = Wallets.Typical });
        var again = await graph.AskAsync(query, new { address = Wallets.Typical });

        answer.Good();
        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(calls);
        answer.Upstream.GetProperty("calls").GetInt32().ShouldBe(calls.Length);
        again.Good().Upstream.GetProperty("calls").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("chart { changeUsd }", 1)]
    [InlineData("report { csv }", 1)]
    [InlineData("at(time: \"2025-01-01T00:00:00Z\") { valueUsd }", 2)]
    public async Task Portfolio_Should_CostWhatOneWalletCosts_When_ItHasManyAddresses(string selection, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.AskAsync($"query($addresses: [Address!]!) {{ portfolio(addresses: $addresses) {{ {selection} }} }}", new { addresses = Wallets.Some(5) })).Good();

        graph.Calls.Count.ShouldBe(calls);
        graph.Calls.ShouldAllBe(c => c.Contains("addresses=00a1+01a1+02a1+03a1+04a1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("chart { changeUsd }", "v4/general/value_chart addresses={0} timerange=1year")]
    [InlineData("compliance { verdict }", "v5.0/general/address_check addresses={0}")]
    [InlineData("report { csv }", "v5.0/general/report addresses={0} timerange=1year closed=true closed_threshold=0")]
    public async Task Wallets_Should_BeLoadedOneByOne_When_TheAnswerCannotBeSplit(string selection, string call)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.AskAsync($"query($addresses: [Address!]!) {{ wallets(addresses: $addresses) {{ {selection} }} }}", new { addresses = Wallets.Some(3) })).Good();

        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(new[] { "00a1", "01a1", "02a1" }.Select(a => call.Replace("{0}", a, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Compliance_Should_BePerWallet_When_APortfolioIsAsked()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/address_check", Address = Wallets.Empty, Status = 422 });

        var answer = await graph.AskAsync(
            "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { compliance { wallet { address compliance { verdict } } check { verdict reason } } } }",
            new { addresses = new[] { SandboxPersonas.Denied, Wallets.Empty, Wallets.Typical } });

        answer["portfolio.compliance.0.check.verdict"].GetString().ShouldBe("DENIED");
        answer["portfolio.compliance.0.check.reason"].GetString().ShouldBe("the address is on the deny list");
        answer.IsNull("portfolio.compliance.1.check").ShouldBeTrue();
        answer["portfolio.compliance.2.check.verdict"].GetString().ShouldBe("ALLOWED");
        answer["portfolio.compliance.2.wallet.compliance.verdict"].GetString().ShouldBe("ALLOWED");
        answer.Paths.Order(StringComparer.Ordinal).ShouldBe(["portfolio.compliance.1.check", "portfolio.compliance.1.wallet.compliance"]);
        answer.Codes.ShouldAllBe(code => code == "UPSTREAM_REFUSED");
        graph.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Service_Should_CostOneCall_When_ItIsAsked()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "4", ["Upstream:Burst"] = "4" });

        var answer = await graph.AskAsync("{ service { isAvailable source { state asOf } budget { limitPerSecond remaining waiting resetAt } } }");

        answer.Good()["service.isAvailable"].GetBoolean().ShouldBeTrue();
        answer["service.source.state"].GetString().ShouldBe("LIVE");
        answer.Number("service.budget.limitPerSecond").ShouldBe(4);
        answer["service.budget.remaining"].GetInt32().ShouldBeInRange(0, 4);
        answer["service.budget.waiting"].GetInt32().ShouldBe(0);
        graph.Calls.ShouldBe(["v5.0/general/status"]);
    }

    [Fact]
    public async Task Service_Should_SayThatNothingIsThere_When_NothingAnswers()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 503 });

        var answer = await graph.AskAsync("{ service { isAvailable budget { limitPerSecond remaining resetAt } } }");

        answer.Good()["service.isAvailable"].GetBoolean().ShouldBeFalse();
        answer.IsNull("service.budget.limitPerSecond").ShouldBeTrue();
        graph.Calls.ShouldBe([.. Enumerable.Repeat("v5.0/general/status", 3), .. Enumerable.Repeat("v4/general/is_available", 3)]);
    }

    [Fact]
    public async Task ProfitAndLoss_Should_HaveItsGainAndACodeForItsReturn_When_OnlyItsPartsAnswer()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/general/profit_and_loss", Status = 404 });

        var answer = await graph.AskAsync("query($address: Address!) { wallet(address: $address) { profitAndLoss { absoluteUsd roi range } } }", new { address = Wallets.Typical });

        answer.Number("wallet.profitAndLoss.absoluteUsd").ShouldBe(16999.735604m, 0.01m);
        answer.IsNull("wallet.profitAndLoss.roi").ShouldBeTrue();
        answer.Paths.ShouldBe(["wallet.profitAndLoss.roi"]);
        answer.Codes.ShouldBe(["UPSTREAM_REFUSED"]);
        graph.Calls.ShouldBe(
        [
            "v4/general/profit_and_loss addresses=d8da timerange=1year",
            "v4/overview/erc20/profit_and_loss addresses=d8da timerange=1year",
            "v4/overview/protocols/profit_and_loss addresses=d8da timerange=1year",
        ]);
    }

    [Theory]
    [InlineData("2015-07-29T23:59:59Z")]
    [InlineData("1960-01-01T00:00:00Z")]
    [InlineData("2099-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task At_Should_BeRefusedWithoutACall_When_TheMomentCannotBe(string time)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync("query($address: Address!, $time: DateTime!) { wallet(address: $address) { address at(time: $time) { valueUsd } } }", new { address = Wallets.Typical, time });

        answer.Codes.ShouldBe(["TIME_INVALID"]);
        answer.Paths.ShouldBe(["wallet.at"]);
        answer.IsNull("wallet.at").ShouldBeTrue();
        answer.IsNull("wallet.address").ShouldBeFalse();
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Shares_Should_BePartsOfThePast_When_HoldingsAreOfThePast()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            "query($address: Address!, $time: DateTime!) { wallet(address: $address) { at(time: $time) { time valueUsd tokens { id valueUsd share } positions { id valueUsd share } } } }",
            new { address = Wallets.Typical, time = "2026-01-01T00:00:00.75Z" });

        answer.Good()["wallet.at.time"].GetString().ShouldStartWith("2026-01-01T00:00:00");
        var whole = answer.Number("wallet.at.valueUsd");
        var rows = answer["wallet.at.tokens"].EnumerateArray().Concat(answer["wallet.at.positions"].EnumerateArray()).ToList();
        whole.ShouldBeGreaterThan(0);
        rows.Sum(r => r.GetProperty("valueUsd").ValueKind == System.Text.Json.JsonValueKind.Null ? 0 : r.GetProperty("valueUsd").GetDecimal()).ShouldBe(whole, 0.01m);
        rows.Where(r => r.GetProperty("share").ValueKind != System.Text.Json.JsonValueKind.Null)
            .ShouldAllBe(r => Math.Abs(r.GetProperty("share").GetDecimal() - (r.GetProperty("valueUsd").GetDecimal() / whole)) < 0.0000001m);
        rows.Select(r => r.GetProperty("id").GetString()).ShouldBeUnique();
        graph.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task At_Should_KeepItsOtherPart_When_OnePartFails()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/tokens/snapshot", Status = 422 });

        var answer = await graph.AskAsync(
            "query($address: Address!) { wallet(address: $address) { at(time: \"2026-01-01T00:00:00Z\") { valueUsd tokens { valueUsd } positions { valueUsd } } } }",
            new { address = Wallets.Typical });

        answer.IsNull("wallet.at.valueUsd").ShouldBeTrue();
        answer.IsNull("wallet.at.tokens").ShouldBeTrue();
        answer["wallet.at.positions"].GetArrayLength().ShouldBeGreaterThan(0);
        answer.Paths.Order(StringComparer.Ordinal).ShouldBe(["wallet.at.tokens", "wallet.at.valueUsd"]);
        answer.Errors.ShouldAllBe(e => e.GetProperty("extensions").GetProperty("dataset").GetString() == "pastHoldings");
        answer.Codes.ShouldBe(["UPSTREAM_REFUSED", "UPSTREAM_REFUSED"]);
    }

    [Fact]
    public async Task DataIssues_Should_NameTheToken_When_ItsPriceWasThrownOut()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync("query($address: Address!) { wallet(address: $address) { chart { dataIssues { kind token { address chain { name } } chain { chainId } time } } } }", new { address = SandboxPersonas.Junk });

        answer.Good()["wallet.chart.dataIssues.0.kind"].GetString().ShouldBe("PRICE_OUTLIER");
        answer.IsNull("wallet.chart.dataIssues.0.token.address").ShouldBeFalse();
        answer.IsNull("wallet.chart.dataIssues.0.time").ShouldBeFalse();
    }
}

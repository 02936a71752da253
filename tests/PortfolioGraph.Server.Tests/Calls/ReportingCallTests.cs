using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>The upstream calls of charts, past holdings, reports, compliance checks and the service status. A repeated request takes none.</summary>
public sealed class ReportingCallTests
{
    private const string Past = "time valueUsd source { state asOf } tokens { nodes { id token { symbol } amount priceUsd valueUsd share status profitAndLoss { roi } } } positions { nodes { id name valueUsd share isLocked profitAndLoss { roi } economics { rewardsUsd } } }";

    public static TheoryData<string, string[]> OneWallet => new()
    {
        { "chart { range points { time valueUsd } changeUsd changeRatio dataIssues { kind token { symbol } chain { name } time } source { state asOf } }", ["v4/general/value_chart addresses=d8da timerange=1year"] },
        { "day: chart(range: ONE_DAY) { changeUsd } year: chart { changeUsd } again: chart { points { time } }", ["v4/general/value_chart addresses=d8da timerange=1day", "v4/general/value_chart addresses=d8da timerange=1year"] },
        { "report { csv downloadUrl source { state } }", ["v5.0/general/report addresses=d8da timerange=1year closed=true closed_threshold=0"] },
        { "report(range: ONE_WEEK, includeClosed: false) { csv }", ["v5.0/general/report addresses=d8da timerange=1week closed=false closed_threshold=0"] },
        { "chain(chainId: 1) { chart { points { valueUsd } source { state } } }", ["v4/general/value_chart addresses=d8da chain_id=1 timerange=1year"] },
        {
            "chart { changeUsd } one: chain(chainId: 1) { chart { changeUsd } } again: chain(chainId: 1) { chart(range: ONE_YEAR) { changeRatio } } base: chain(chainId: 8453) { chart(range: ONE_DAY) { changeUsd } }",
            [
                "v4/general/value_chart addresses=d8da chain_id=1 timerange=1year",
                "v4/general/value_chart addresses=d8da chain_id=8453 timerange=1day",
                "v4/general/value_chart addresses=d8da timerange=1year",
            ]
        },
        {
            "report { csv } chain(chainId: 1) { report { csv downloadUrl } }",
            ["v5.0/general/report addresses=d8da chain_id=1 timerange=1year closed=true closed_threshold=0", "v5.0/general/report addresses=d8da timerange=1year closed=true closed_threshold=0"]
        },
        { "compliance { verdict reason source { state asOf } }", ["v5.0/general/address_check addresses=d8da"] },
        { $"at(time: \"2025-01-01T00:00:00Z\") {{ {Past} }}", ["v5.0/protocols/snapshot addresses=d8da timestamp=1735689600", "v5.0/tokens/snapshot addresses=d8da timestamp=1735689600"] },
        {
            "a: at(time: \"2025-01-01T00:00:00Z\") { valueUsd } b: at(time: \"2025-01-01T01:00:00.9+01:00\") { tokens { nodes { share } } positions { nodes { share } } }",
            ["v5.0/protocols/snapshot addresses=d8da timestamp=1735689600", "v5.0/tokens/snapshot addresses=d8da timestamp=1735689600"]
        },
    };

    [Theory]
    [MemberData(nameof(OneWallet))]
    public async Task Wallet_Should_MakeTheFewestCalls_When_FieldsAreSelected(string selection, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync();

        await graph.ShouldLoadWalletWithAsync(selection, calls);
    }

    [Theory]
    [InlineData("chart { changeUsd }", 1)]
    [InlineData("report { csv }", 1)]
    [InlineData("at(time: \"2025-01-01T00:00:00Z\") { valueUsd }", 2)]
    public async Task Portfolio_Should_TakeAsManyCallsAsOneWallet_When_ItHasManyAddresses(string selection, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.QueryAsync($"query($addresses: [Address!]!) {{ portfolio(addresses: $addresses) {{ {selection} }} }}", new { addresses = Wallets.Some(5) })).ShouldHaveNoErrors();

        graph.Calls.Count.ShouldBe(calls);
        graph.Calls.ShouldAllBe(c => c.Contains("addresses=00a1+01a1+02a1+03a1+04a1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("chart { changeUsd }", "v4/general/value_chart addresses={0} timerange=1year")]
    [InlineData("compliance { verdict }", "v5.0/general/address_check addresses={0}")]
    [InlineData("report { csv }", "v5.0/general/report addresses={0} timerange=1year closed=true closed_threshold=0")]
    public async Task Wallets_Should_BeLoadedOneByOne_When_TheResponseCannotBeSplit(string selection, string call)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.QueryAsync($"query($addresses: [Address!]!) {{ wallets(addresses: $addresses) {{ {selection} }} }}", new { addresses = Wallets.Some(3) })).ShouldHaveNoErrors();

        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(new[] { "00a1", "01a1", "02a1" }.Select(a => call.Replace("{0}", a, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Chart_Should_BeOfTheChain_When_TheOtherVersionResponds()
    {
        const string Query = "query($address: Address!) { wallet(address: $address) { chart { points { valueUsd } } chain(chainId: 8453) { valueUsd chart { points { valueUsd } } } } }";
        await using var graph = await GraphServer.StartAsync();
        await using var fallback = await GraphServer.StartAsync();
        fallback.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/*", Status = 404 });

        var response = (await graph.QueryAsync(Query, new { address = Wallets.Typical })).ShouldHaveNoErrors();
        var other = (await fallback.QueryAsync(Query, new { address = Wallets.Typical })).ShouldHaveNoErrors();

        response.Number("wallet.chain.chart.points.364.valueUsd").ShouldBe(response.Number("wallet.chain.valueUsd"), 0.01m);
        response.Number("wallet.chain.chart.points.364.valueUsd").ShouldBeLessThan(response.Number("wallet.chart.points.364.valueUsd"));
        other["wallet.chain.chart.points"].ToString().ShouldBe(response["wallet.chain.chart.points"].ToString());
        fallback.Calls.ShouldContain("v5.0/general/chart addresses=d8da chain_id=8453 timerange=1year");
    }

    [Fact]
    public async Task Report_Should_ListOneChainOnly_When_ItIsOfAChain()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($address: Address!, $addresses: [Address!]!) { wallet(address: $address) { chain(chainId: 8453) { report { csv downloadUrl } } } portfolio(addresses: $addresses) { chain(chainId: 8453) { report { downloadUrl } } } }",
            new { address = Wallets.Typical, addresses = Wallets.Some(2) });

        var rows = response.ShouldHaveNoErrors()["wallet.chain.report.csv"].GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => row.StartsWith("8453,", StringComparison.Ordinal));
        response["wallet.chain.report.downloadUrl"].GetString().ShouldEndWith(".csv?range=ONE_YEAR&includeClosed=true&chainId=8453");
        response.IsNull("portfolio.chain.report.downloadUrl").ShouldBeTrue();
    }

    [Fact]
    public async Task Compliance_Should_BePerWallet_When_APortfolioIsRequested()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/address_check", Address = Wallets.Empty, Status = 422 });

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { compliance { wallet { address compliance { verdict } } check { verdict reason } } } }",
            new { addresses = new[] { SandboxPersonas.Denied, Wallets.Empty, Wallets.Typical } });

        response["portfolio.compliance.0.check.verdict"].GetString().ShouldBe("DENIED");
        response["portfolio.compliance.0.check.reason"].GetString().ShouldBe("the address is on the deny list");
        response.IsNull("portfolio.compliance.1.check").ShouldBeTrue();
        response["portfolio.compliance.2.check.verdict"].GetString().ShouldBe("ALLOWED");
        response["portfolio.compliance.2.wallet.compliance.verdict"].GetString().ShouldBe("ALLOWED");
        response.Paths.Order(StringComparer.Ordinal).ShouldBe(["portfolio.compliance.1.check", "portfolio.compliance.1.wallet.compliance"]);
        response.Codes.ShouldAllBe(code => code == "UPSTREAM_REFUSED");
        graph.Calls.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Service_Should_TakeOneCall_When_ItIsRequested()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "4", ["Upstream:Burst"] = "4" });

        var response = await graph.QueryAsync("{ portfolioService { isAvailable source { state asOf } budget { limitPerSecond remaining waiting resetAt } } }");

        response.ShouldHaveNoErrors()["portfolioService.isAvailable"].GetBoolean().ShouldBeTrue();
        response["portfolioService.source.state"].GetString().ShouldBe("LIVE");
        response.Number("portfolioService.budget.limitPerSecond").ShouldBe(4);
        response["portfolioService.budget.remaining"].GetInt32().ShouldBeInRange(0, 4);
        response["portfolioService.budget.waiting"].GetInt32().ShouldBe(0);
        graph.Calls.ShouldBe(["v5.0/general/status"]);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("true", true)]
    public async Task Service_Should_TakeNoCall_When_OnlyItsLocalFieldsAreRequested(string? sandbox, bool isSandbox)
    {
        await using var graph = await GraphServer.StartAsync(sandbox is null ? null : new Dictionary<string, string> { ["Sandbox:IsServing"] = sandbox });
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 401 });

        var response = await graph.QueryAsync("{ portfolioService { __typename isSandbox budget { waiting } } }");

        response.ShouldHaveNoErrors()["portfolioService.isSandbox"].GetBoolean().ShouldBe(isSandbox);
        response["portfolioService.budget.waiting"].GetInt32().ShouldBe(0);
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{ portfolioService { isSandbox available: isAvailable } }")]
    [InlineData("{ portfolioService { isSandbox ... on PortfolioServiceStatus { ...F } } } fragment F on PortfolioServiceStatus { available: isAvailable }")]
    [InlineData("{ portfolioService { isSandbox ... @defer { available: isAvailable } } }")]
    [InlineData("{ portfolioService { isSandbox available: isAvailable @include(if: true) } }")]
    public async Task Service_Should_TakeOneCall_When_AvailabilityIsRequestedInAnyForm(string query)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(query);

        response.ShouldHaveNoErrors()["portfolioService.available"].GetBoolean().ShouldBeTrue();
        graph.Calls.ShouldBe(["v5.0/general/status"]);
    }

    [Fact]
    public async Task Service_Should_BeUnavailable_When_TheDataSourceFails()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 503 });

        var response = await graph.QueryAsync("{ portfolioService { isAvailable budget { limitPerSecond remaining resetAt } } }");

        response.ShouldHaveNoErrors()["portfolioService.isAvailable"].GetBoolean().ShouldBeFalse();
        response.IsNull("portfolioService.budget.limitPerSecond").ShouldBeTrue();
        graph.Calls.ShouldBe([.. Enumerable.Repeat("v5.0/general/status", 3), .. Enumerable.Repeat("v4/general/is_available", 3)]);
    }

    [Fact]
    public async Task ProfitAndLoss_Should_HaveAGainAndAnErrorForItsReturn_When_OnlyItsPartsLoad()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/general/profit_and_loss", Status = 404 });

        var response = await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { profitAndLoss { absoluteUsd roi range } } }", new { address = Wallets.Typical });

        response.Number("wallet.profitAndLoss.absoluteUsd").ShouldBe(16999.735604m, 0.01m);
        response.IsNull("wallet.profitAndLoss.roi").ShouldBeTrue();
        response.Paths.ShouldBe(["wallet.profitAndLoss.roi"]);
        response.Codes.ShouldBe(["UPSTREAM_REFUSED"]);
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
    public async Task At_Should_BeRejectedWithoutACall_When_TheTimeIsInvalid(string time)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($address: Address!, $time: DateTime!) { wallet(address: $address) { address at(time: $time) { valueUsd } } }", new { address = Wallets.Typical, time });

        response.Codes.ShouldBe(["TIME_INVALID"]);
        response.Paths.ShouldBe(["wallet.at"]);
        response.IsNull("wallet.at").ShouldBeTrue();
        response.IsNull("wallet.address").ShouldBeFalse();
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Share_Should_BeOfThePastTotal_When_HoldingsAreOfThePast()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($address: Address!, $time: DateTime!) { wallet(address: $address) { at(time: $time) { time valueUsd tokens { nodes { id valueUsd share } } positions { nodes { id valueUsd share } } } } }",
            new { address = Wallets.Typical, time = "2026-01-01T00:00:00.75Z" });

        response.ShouldHaveNoErrors()["wallet.at.time"].GetString().ShouldStartWith("2026-01-01T00:00:00");
        var whole = response.Number("wallet.at.valueUsd");
        var rows = response["wallet.at.tokens.nodes"].EnumerateArray().Concat(response["wallet.at.positions.nodes"].EnumerateArray()).ToList();
        whole.ShouldBeGreaterThan(0);
        rows.Sum(r => r.GetProperty("valueUsd").ValueKind == System.Text.Json.JsonValueKind.Null ? 0 : r.GetProperty("valueUsd").GetDecimal()).ShouldBe(whole, 0.01m);
        rows.Where(r => r.GetProperty("share").ValueKind != System.Text.Json.JsonValueKind.Null)
            .ShouldAllBe(r => Math.Abs(r.GetProperty("share").GetDecimal() - (r.GetProperty("valueUsd").GetDecimal() / whole)) < 0.0000001m);
        rows.Select(r => r.GetProperty("id").GetString()).ShouldBeUnique();
        graph.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task At_Should_ReturnTheOtherPart_When_OnePartFails()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/tokens/snapshot", Status = 422 });

        var response = await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { at(time: \"2026-01-01T00:00:00Z\") { valueUsd tokens { nodes { valueUsd } } positions { nodes { valueUsd } } } } }",
            new { address = Wallets.Typical });

        response.IsNull("wallet.at.valueUsd").ShouldBeTrue();
        response.IsNull("wallet.at.tokens").ShouldBeTrue();
        response["wallet.at.positions.nodes"].GetArrayLength().ShouldBeGreaterThan(0);
        response.Paths.Order(StringComparer.Ordinal).ShouldBe(["wallet.at.tokens", "wallet.at.valueUsd"]);
        response.Errors.ShouldAllBe(e => e.GetProperty("extensions").GetProperty("dataset").GetString() == "pastHoldings");
        response.Codes.ShouldBe(["UPSTREAM_REFUSED", "UPSTREAM_REFUSED"]);
    }

    [Fact]
    public async Task DataIssues_Should_NameTheToken_When_ItsPriceIsAnOutlier()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { chart { dataIssues { kind token { address chain { name } } chain { chainId } time } } } }", new { address = SandboxPersonas.Junk });

        response.ShouldHaveNoErrors()["wallet.chart.dataIssues.0.kind"].GetString().ShouldBe("PRICE_OUTLIER");
        response.IsNull("wallet.chart.dataIssues.0.token.address").ShouldBeFalse();
        response.IsNull("wallet.chart.dataIssues.0.time").ShouldBeFalse();
    }
}

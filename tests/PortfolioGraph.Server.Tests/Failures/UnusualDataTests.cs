using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>Unusual but real data of the upstream, through the whole server. The amounts are right, and missing data is reported.</summary>
public sealed class UnusualDataTests
{
    private const string Tokens = """
        query($addresses: [Address!]!) {
          portfolio(addresses: $addresses) {
            valueUsd
            tokens(first: 500) { totalCount source { skippedRows } nodes { id isDebt amount valueUsd token { symbol name isNative decimals } profitAndLoss { absoluteUsd } } }
          }
        }
        """;

    [Theory]
    [InlineData(SandboxPersonas.Typical)]
    [InlineData(SandboxPersonas.Whale)]
    [InlineData(SandboxPersonas.Junk)]
    [InlineData(SandboxPersonas.Closed)]
    public async Task Tokens_Should_BeTheSame_When_EachHasTwoRowsWithDifferentSpellings(string address)
    {
        await using var whole = await GraphServer.StartAsync();
        await using var split = await GraphServer.StartAsync(sandbox: options => options.TokenRows = TokenRowForm.Split);

        var expected = (await whole.QueryAsync(Tokens, new { addresses = new[] { address } })).ShouldHaveNoErrors()["portfolio.tokens.nodes"];
        var actual = (await split.QueryAsync(Tokens, new { addresses = new[] { address } })).ShouldHaveNoErrors()["portfolio.tokens.nodes"];

        actual.EnumerateArray().Select(Summarize).ShouldBe(expected.EnumerateArray().Select(Summarize), ignoreOrder: true);
        actual.EnumerateArray().Select(node => node.GetProperty("id").GetString()).ShouldBeUnique();
        split.Calls.ShouldBe(whole.Calls, ignoreOrder: true);

        static (string?, decimal?, decimal?) Summarize(System.Text.Json.JsonElement node) =>
            (node.GetProperty("id").GetString(), Number(node.GetProperty("valueUsd")), Number(node.GetProperty("profitAndLoss")) is { } gain ? Math.Round(gain, 2) : null);

        static decimal? Number(System.Text.Json.JsonElement value) => value.ValueKind switch
        {
            System.Text.Json.JsonValueKind.Number => value.GetDecimal(),
            System.Text.Json.JsonValueKind.Object => Number(value.GetProperty("absoluteUsd")),
            _ => null,
        };
    }

    [Theory]
    [InlineData(IndexForm.Text)]
    [InlineData(IndexForm.Object)]
    public async Task Tokens_Should_BeAddedUp_When_TheFallbackHasARowForEachOwner(IndexForm index)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: options =>
        {
            (options.TokenOwners, options.Index) = (OwnerForm.Real, index);
            options.Faults.Add(new SandboxFault { Route = "v4/overview/erc20/details", Status = 404 });
        });

        var response = (await graph.QueryAsync(
            """
            query($addresses: [Address!]!, $time: DateTime!) {
              portfolio(addresses: $addresses) {
                tokens { totalCount nodes { id valueUsd token { symbol } profitAndLoss { absoluteUsd } } }
                at(time: $time) { tokens { nodes { id valueUsd token { symbol } } } }
              }
            }
            """,
            new { addresses = new[] { SandboxPersonas.JointFirst, SandboxPersonas.JointSecond }, time = "2026-01-01T00:00:00Z" })).ShouldHaveNoErrors();

        foreach (var list in new[] { "portfolio.tokens.nodes", "portfolio.at.tokens.nodes" })
        {
            var nodes = response[list].EnumerateArray().ToList();
            nodes.Select(node => node.GetProperty("id").GetString()).ShouldBeUnique();
            nodes.Count(node => node.GetProperty("token").GetProperty("symbol").GetString() == "USDC").ShouldBeLessThanOrEqualTo(1);
        }

        var usdc = response["portfolio.tokens.nodes"].EnumerateArray().Single(node => node.GetProperty("token").GetProperty("symbol").GetString() == "USDC");
        usdc.GetProperty("valueUsd").GetDecimal().ShouldBe(4000m);
        usdc.GetProperty("profitAndLoss").GetProperty("absoluteUsd").GetDecimal().ShouldBe(0m);
        graph.Calls.ShouldBe(
        [
            "v4/overview/erc20/details addresses=a11a+a11b timerange=1year closed=true closed_threshold=0",
            $"v5.0/tokens/snapshot addresses=a11a+a11b timestamp={DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds()}",
            $"v5.0/protocols/snapshot addresses=a11a+a11b timestamp={DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds()}",
            "v5.0/tokens/snapshot addresses=a11a+a11b",
            "v5.0/tokens/metrics addresses=a11a+a11b timerange=1year",
        ],
        ignoreOrder: true);
    }

    [Theory]
    [InlineData(DebtMarks.All, DebtSign.Positive)]
    [InlineData(DebtMarks.KindOnly, DebtSign.Positive)]
    [InlineData(DebtMarks.SignOnly, DebtSign.Negative)]
    public async Task Debts_Should_BeNegativeAndMarked_When_TheirMarksDisagree(DebtMarks marks, DebtSign sign)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: options => (options.DebtMarks, options.DebtSign) = (marks, sign));

        var response = (await graph.QueryAsync(
            """
            query($debtor: Address!, $owing: Address!) {
              debtor: wallet(address: $debtor) { positions { nodes { kind isDebt isLocked valueUsd } } breakdown { unexplainedUsd } }
              owing: wallet(address: $owing) { valueUsd tokens { nodes { isDebt valueUsd token { symbol decimals } } } at(time: "2026-11-01T00:00:00Z") { valueUsd } breakdown { unexplainedUsd } }
            }
            """,
            new { debtor = SandboxPersonas.Debtor, owing = SandboxPersonas.Owing })).ShouldHaveNoErrors();

        foreach (var node in response["debtor.positions.nodes"].EnumerateArray())
        {
            var isDebt = node.GetProperty("isDebt").GetBoolean();
            isDebt.ShouldBe(node.GetProperty("kind").GetString() == "DEBT");
            isDebt.ShouldBe(node.GetProperty("valueUsd").GetDecimal() < 0);
        }

        response["debtor.positions.nodes"].EnumerateArray().Count(node => node.GetProperty("isDebt").GetBoolean()).ShouldBe(2);
        response["owing.tokens.nodes"].EnumerateArray().Select(node => (node.GetProperty("token").GetProperty("symbol").GetString(), node.GetProperty("valueUsd").GetDecimal(), node.GetProperty("isDebt").GetBoolean()))
            .ShouldBe([("POL", 112.5m, false), ("USDC", 100m, false), ("DAI", -50m, true)]);
        response.Number("owing.valueUsd").ShouldBe(162.5m);
        (response.Number("debtor.breakdown.unexplainedUsd"), response.Number("owing.breakdown.unexplainedUsd")).ShouldBe((0m, 0m));
    }

    [Theory]
    [InlineData(FaultKind.BrokenText, 0, "symbol", "\uFFFD")]
    [InlineData(FaultKind.NumberForText, 0, "name", null)]
    [InlineData(FaultKind.NullContract, 1, "symbol", "WBTC")]
    [InlineData(FaultKind.SolanaContract, 1, "symbol", "WBTC")]
    public async Task Tokens_Should_KeepTheOtherRows_When_OneRowIsInvalid(FaultKind fault, int skipped, string member, string? expected)
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/overview/erc20/details", Kind = fault });

        var response = (await graph.QueryAsync(Tokens, new { addresses = new[] { SandboxPersonas.Typical } })).ShouldHaveNoErrors();

        response["portfolio.tokens.totalCount"].GetInt32().ShouldBe(17 - skipped);
        response["portfolio.tokens.source.skippedRows"].GetInt32().ShouldBe(skipped);
        response[$"portfolio.tokens.nodes.0.token.{member}"].GetString().ShouldBe(expected);
        graph.Logs.Lines.Count(line => line.Contains("v4 overview/erc20/details: 1 rows left out", StringComparison.Ordinal)).ShouldBe(skipped);
        graph.Calls.Count.ShouldBe(3, "value, tokens, and the requested decimals");
    }

    [Fact]
    public async Task Tokens_Should_ComeFromTheFallback_When_MostRowsAreInvalid()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/overview/erc20/details", Kind = FaultKind.NullContracts });

        var response = (await graph.QueryAsync(Tokens, new { addresses = new[] { SandboxPersonas.Typical } })).ShouldHaveNoErrors();

        response["portfolio.tokens.totalCount"].GetInt32().ShouldBe(17);
        response["portfolio.tokens.source.skippedRows"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Tokens_Should_Fail_When_MostRowsOfBothRoutesAreInvalid()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "*", Kind = FaultKind.NullContracts });

        var response = await graph.QueryAsync(Tokens, new { addresses = new[] { SandboxPersonas.Typical } });

        response.Codes.ShouldBe(["UPSTREAM_BAD_ANSWER"]);
        response.Paths.ShouldBe(["portfolio.tokens"]);
        response.IsNull("portfolio.valueUsd").ShouldBeFalse();
    }

    [Fact]
    public async Task Positions_Should_KeepTheirTokenIds_When_TheIdsAreFloats()
    {
        const string query = "query($address: Address!) { wallet(address: $address) { positions { source { skippedRows } nodes { id tokenId } } } }";
        await using var graph = await GraphServer.StartAsync();
        var expected = (await graph.QueryAsync(query, new { address = SandboxPersonas.LiquidityProvider })).ShouldHaveNoErrors()["wallet.positions"].ToString();
        await using var floating = await GraphServer.StartAsync();
        floating.Sandbox.Options.Faults.Add(new SandboxFault { Kind = FaultKind.FloatTokenIds });

        (await floating.QueryAsync(query, new { address = SandboxPersonas.LiquidityProvider })).ShouldHaveNoErrors()["wallet.positions"].ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task Numbers_Should_BeNull_When_TheyAreOutOfRange()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/tokens/snapshot", Kind = FaultKind.UnusualDecimals });
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/overview/erc20/details", Kind = FaultKind.TinyPrice });

        var response = (await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { year: tokens { nodes { priceUsd valueUsd profitAndLoss { roi } token { decimals } } } } }",
            new { address = SandboxPersonas.Typical })).ShouldHaveNoErrors();

        var tokens = response["wallet.year.nodes"].EnumerateArray().ToList();
        tokens[0].GetProperty("priceUsd").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        tokens[0].GetProperty("valueUsd").GetDecimal().ShouldBe(48_800m);
        tokens.Count(token => token.GetProperty("token").GetProperty("decimals").ValueKind == System.Text.Json.JsonValueKind.Null).ShouldBe(1, "one of the two is a native token, whose decimals are known");
    }

    [Fact]
    public async Task Chart_Should_BeNegative_When_TheWalletOwesMoreThanItHolds()
    {
        await using var graph = await GraphServer.StartAsync();
        const string query = "query($address: Address!) { wallet(address: $address) { valueUsd chart { points { valueUsd } changeUsd dataIssues { kind time } source { skippedRows } } } }";

        var debtor = (await graph.QueryAsync(query, new { address = SandboxPersonas.Debtor })).ShouldHaveNoErrors();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/general/value_chart", Kind = FaultKind.NegativeValue });
        var glitch = (await graph.QueryAsync(query, new { address = SandboxPersonas.Typical })).ShouldHaveNoErrors();

        var points = debtor["wallet.chart.points"].EnumerateArray().Select(point => point.GetProperty("valueUsd").GetDecimal()).ToList();
        points.Count.ShouldBe(365);
        points[^1].ShouldBe(debtor.Number("wallet.valueUsd"));
        points[^1].ShouldBeLessThan(0);
        debtor.Number("wallet.chart.changeUsd").ShouldBe(points[^1] - points[0]);
        debtor["wallet.chart.dataIssues"].GetArrayLength().ShouldBe(0);
        glitch["wallet.chart.points"].GetArrayLength().ShouldBe(364);
        glitch["wallet.chart.dataIssues.0.kind"].GetString().ShouldBe("NEGATIVE_VALUE");
        glitch.IsNull("wallet.chart.changeUsd").ShouldBeFalse();
    }
}

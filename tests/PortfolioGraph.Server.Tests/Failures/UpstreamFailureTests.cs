using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>One dataset fails. Its field is null with a code, its siblings are complete, and it recovers afterwards.</summary>
public sealed class UpstreamFailureTests
{
    private const string Query = """
        query($address: Address!) {
          wallet(address: $address) {
            address
            valueUsd
            tokens { nodes { token { symbol } valueUsd } }
            positions { nodes { name valueUsd } }
            profitAndLoss { absoluteUsd roi }
          }
        }
        """;

    // The routes of both versions, and those of the parts of profit and loss, so that no fallback succeeds.
    private static readonly Dictionary<string, string[]> Routes = new()
    {
        ["valueUsd"] = ["v5.0/general/current_value", "v4/general/current_value", "v4/overview/erc20/current_value", "v4/overview/protocols/current_value"],
        ["tokens"] = ["v4/overview/erc20/details", "v5.0/tokens/*"],
        ["positions"] = ["v4/overview/protocols/details", "v5.0/protocols/*"],
        ["profitAndLoss"] = ["v4/general/profit_and_loss", "v4/overview/erc20/profit_and_loss"],
    };

    private static readonly (FaultKind Kind, int Status, string Code)[] Kinds =
    [
        (FaultKind.Status, 401, "UPSTREAM_REJECTED_KEY"),
        (FaultKind.Status, 403, "UPSTREAM_REJECTED_KEY"),
        (FaultKind.BlockPage, 403, "UPSTREAM_FORBIDDEN"),
        (FaultKind.Sanctioned, 403, "UPSTREAM_FORBIDDEN"),
        (FaultKind.Status, 422, "UPSTREAM_REFUSED"),
        (FaultKind.Status, 500, "UPSTREAM_UNAVAILABLE"),
        (FaultKind.Status, 502, "UPSTREAM_UNAVAILABLE"),
        (FaultKind.Status, 503, "UPSTREAM_UNAVAILABLE"),
        (FaultKind.Reset, 0, "UPSTREAM_UNAVAILABLE"),
        (FaultKind.EchoKey, 500, "UPSTREAM_UNAVAILABLE"),
        (FaultKind.Html, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.Malformed, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.Truncated, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.EmptyBody, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.NullBody, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.WrongShape, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.InvalidUtf8, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.NaN, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.Nested, 200, "UPSTREAM_BAD_ANSWER"),
        (FaultKind.Hang, 0, "UPSTREAM_TIMEOUT"),
    ];

    public static TheoryData<string, FaultKind, int, string> Faults()
    {
        var faults = new TheoryData<string, FaultKind, int, string>();
        foreach (var field in Routes.Keys)
        {
            foreach (var (kind, status, code) in Kinds)
                faults.Add(field, kind, status, code);
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Field_Should_BeNullWithItsCodeAndItsSiblingsComplete_When_ItsDatasetFails(string field, FaultKind kind, int status, string code)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string>
        {
            ["Upstream:AttemptTimeout"] = kind == FaultKind.Hang ? "00:00:01" : "00:00:09",
            ["Upstream:BreakerMinimumThroughput"] = "1000",
        });
        // A first query warms everything up, so that only the failing routes can be slow.
        (await graph.QueryAsync(Query, new { address = Wallets.Empty })).ShouldHaveNoErrors();
        foreach (var route in Routes[field])
            graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = route, Kind = kind, Status = status });

        var failed = await graph.QueryAsync(Query, new { address = Wallets.Typical });
        graph.Sandbox.Options.Faults.Clear();
        var recovered = await graph.QueryAsync(Query, new { address = Wallets.Typical });

        failed.Status.ShouldBe(HttpStatusCode.OK);
        failed.Codes.ShouldBe([code]);
        failed.Paths.ShouldBe([$"wallet.{field}"]);
        failed.Errors[0].GetProperty("extensions").GetProperty("addresses")[0].GetString().ShouldBe("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
        failed.IsNull($"wallet.{field}").ShouldBeTrue();
        foreach (var sibling in Routes.Keys.Where(f => f != field))
            failed.IsNull($"wallet.{sibling}").ShouldBeFalse(sibling);
        recovered.ShouldHaveNoErrors();
        failed.Body.ToString().ShouldNotContain(GraphServer.ApiKey);
        failed.Body.ToString().ShouldNotContain(graph.Sandbox.BaseAddress.Authority);
        graph.Logs.Lines.ShouldNotContain(line => line.Contains(GraphServer.ApiKey, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("v5.0/general/current_value", 5)]
    [InlineData("v4/overview/erc20/details", 4)]
    [InlineData("v4/overview/protocols/details", 4)]
    [InlineData("v4/general/profit_and_loss", 4)]
    public async Task Field_Should_HaveAllReadableValues_When_OneNumberIsAString(string route, int calls)
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = route, Kind = FaultKind.WrongType });

        var response = (await graph.QueryAsync(Query, new { address = Wallets.Typical })).ShouldHaveNoErrors();

        response.Number("wallet.valueUsd").ShouldBe(271406.497m, "the other version has the total if the first is not readable");
        response.Number("wallet.tokens.nodes.0.valueUsd").ShouldBe(48_800m, "the value is the product of amount and price");
        response["wallet.positions.nodes"].EnumerateArray().ShouldAllBe(position => position.GetProperty("valueUsd").ValueKind == System.Text.Json.JsonValueKind.Number);
        response.IsNull("wallet.profitAndLoss.absoluteUsd").ShouldBe(route == "v4/general/profit_and_loss");
        response.IsNull("wallet.profitAndLoss.roi").ShouldBeFalse();
        graph.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task Error_Should_HaveRetryAfter_When_TheUpstreamIsRateLimited()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault
        {
            Route = "v4/general/profit_and_loss",
            Status = 429,
            RetryAfter = RetryAfterForm.Seconds,
            RetryAfterSeconds = 86_400,
        });

        var response = await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { profitAndLoss { roi } } }", new { address = Wallets.Typical });

        response.Codes.ShouldBe(["UPSTREAM_RATE_LIMITED"]);
        response.Errors[0].GetProperty("extensions").GetProperty("retryable").GetBoolean().ShouldBeTrue();
        response.Errors[0].GetProperty("extensions").GetProperty("retryAfter").GetInt32().ShouldBeInRange(86_390, 86_400);
        graph.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(RetryAfterForm.Seconds)]
    [InlineData(RetryAfterForm.Date)]
    public async Task AllClients_Should_GetTheSameRetryTime_When_TheUpstreamAnnouncesADay(RetryAfterForm form)
    {
        var time = new SteppedTimeProvider();
        await using var graph = await GraphServer.StartAsync(
            new Dictionary<string, string>
            {
                ["Server:ApiKeys:0:Name"] = "ann",
                ["Server:ApiKeys:0:Hash"] = Convert.ToHexString(SHA256.HashData("key of ann"u8)),
                ["Server:ApiKeys:1:Name"] = "bob",
                ["Server:ApiKeys:1:Hash"] = Convert.ToHexString(SHA256.HashData("key of bob"u8)),
            },
            time: time);
        graph.Client.DefaultRequestHeaders.Add("X-Api-Key", "key of ann");
        (await graph.QueryAsync("{ portfolioService { isAvailable } }")).ShouldHaveNoErrors();
        time.Advance(TimeSpan.FromSeconds(45));
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 429, RetryAfter = form, RetryAfterSeconds = 86_400 });
        graph.Sandbox.ClearCalls();
        var end = time.GetUtcNow().AddDays(1);

        var first = await graph.QueryAsync(Query, new { address = Wallets.Typical });
        time.Advance(TimeSpan.FromSeconds(10));
        graph.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        graph.Client.DefaultRequestHeaders.Add("X-Api-Key", "key of bob");
        var other = await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { chart { changeUsd } report { csv } at(time: \"2025-01-01T00:00:00Z\") { valueUsd } } chains { name } chain(chainId: 4663) { name } }", new { address = Wallets.Empty });
        using var report = await graph.Client.GetAsync(new Uri($"/report/{Wallets.Typical}.csv", UriKind.Relative));
        var service = await graph.QueryAsync("{ portfolioService { source { state } budget { remaining waiting resetAt } } }");

        Waits(first).ShouldBe(Enumerable.Repeat(86_400, 4));
        Waits(other).ShouldBe(Enumerable.Repeat(86_390, 5));
        first.Codes.Concat(other.Codes).ShouldAllBe(static code => code == "UPSTREAM_RATE_LIMITED");
        other.Errors.ShouldAllBe(static error => error.GetProperty("message").GetString()!.Contains("86390 s", StringComparison.Ordinal));
        report.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        report.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(86_390));
        (await report.Content.ReadAsStringAsync()).ShouldContain("UPSTREAM_RATE_LIMITED");
        service.ShouldHaveNoErrors()["portfolioService.budget.resetAt"].GetDateTimeOffset().ShouldBe(end);
        service["portfolioService.budget.remaining"].GetInt32().ShouldBe(0);
        service["portfolioService.source.state"].GetString().ShouldBe("CACHED");
        other.Upstream.GetProperty("budget").GetProperty("resetAt").GetDateTimeOffset().ShouldBe(end);
        // Only the calls that were in flight when the first response arrived.
        graph.Calls.Count.ShouldBeLessThanOrEqualTo(4);
        graph.Sandbox.Calls.ShouldAllBe(call => call.Time == end.AddDays(-1));

        graph.Sandbox.Options.Faults.Clear();
        time.Advance(TimeSpan.FromSeconds(50));
        (await graph.QueryAsync(Query, new { address = Wallets.Typical })).ShouldHaveNoErrors();
        (await graph.QueryAsync("{ chains { name } }")).ShouldHaveNoErrors().Upstream.GetProperty("budget").GetProperty("resetAt").ValueKind.ShouldBe(JsonValueKind.Null);

        static IEnumerable<int> Waits(GraphResponse response) => response.Errors.Select(static error => error.GetProperty("extensions").GetProperty("retryAfter").GetInt32());
    }

    [Fact]
    public async Task Verdict_Should_BeDeniedAndOtherFieldsComplete_When_OnlyTheAddressCheckRejectsTheAddress()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/address_check", Kind = FaultKind.Sanctioned });

        var response = await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { valueUsd tokens { totalCount } compliance { verdict reason source { state } } } }",
            new { address = Wallets.Typical });

        response.ShouldHaveNoErrors()["wallet.compliance"].GetRawText().ShouldBe("""{"verdict":"DENIED","reason":"address is sanctioned","source":{"state":"LIVE"}}""");
        response.IsNull("wallet.valueUsd").ShouldBeFalse();
        response["wallet.tokens.totalCount"].GetInt32().ShouldBePositive();
        graph.Calls.Count(static call => call.StartsWith("v5.0/general/address_check", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData(FaultKind.Status, "UPSTREAM_REJECTED_KEY", "Upstream:ApiKey")]
    [InlineData(FaultKind.BlockPage, "UPSTREAM_FORBIDDEN", "without naming the API key as the reason")]
    public async Task Verdict_Should_BeNullWithItsCode_When_A403DoesNotDenyTheAddress(FaultKind kind, string code, string message)
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/address_check", Kind = kind, Status = 403 });

        var response = await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { valueUsd compliance { verdict } } }", new { address = Wallets.Typical });

        response.Codes.ShouldBe([code]);
        response.Paths.ShouldBe(["wallet.compliance"]);
        response.Errors[0].GetProperty("message").GetString()!.ShouldContain(message);
        response.Errors[0].GetProperty("extensions").GetProperty("retryable").GetBoolean().ShouldBeFalse();
        response.IsNull("wallet.valueUsd").ShouldBeFalse();
        graph.Calls.Count(static call => call.StartsWith("v5.0/general/address_check", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Rows_Should_StayComplete_When_OnlyTheirDecimalsFail()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/tokens/snapshot", Status = 500 });

        var response = await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { tokens(first: 2) { nodes { token { symbol decimals } valueUsd } } } }",
            new { address = Wallets.Typical });

        response.Codes.ShouldBe(["UPSTREAM_UNAVAILABLE"]);
        response.Paths.ShouldBe(["wallet.tokens.nodes.1.token.decimals"]);
        response.IsNull("wallet.tokens.nodes.1.token.decimals").ShouldBeTrue();
        response.IsNull("wallet.tokens.nodes.1.token.symbol").ShouldBeFalse();
        response.IsNull("wallet.tokens.nodes.1.valueUsd").ShouldBeFalse();
        // The decimals of a native token are known without a call.
        response["wallet.tokens.nodes.0.token.decimals"].GetInt32().ShouldBe(18);
    }

    [Fact]
    public async Task Rows_Should_StayComplete_When_OnlyTheirEconomicsFail()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/protocols/*", Status = 500 });

        var response = await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { positions(first: 1) { nodes { name valueUsd economics { claimedFeesUsd } } } } }",
            new { address = Wallets.Typical });

        response.Codes.ShouldBe(["UPSTREAM_UNAVAILABLE"]);
        response.Paths.ShouldBe(["wallet.positions.nodes.0.economics"]);
        response.IsNull("wallet.positions.nodes.0.name").ShouldBeFalse();
    }

    [Fact]
    public async Task Wallet_Should_FailAlone_When_OneAddressFails()
    {
        await using var graph = await GraphServer.StartAsync();
        var addresses = Wallets.Some(3);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Address = addresses[1], Status = 500 });

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { wallets(addresses: $addresses) { tokens { totalCount } } }",
            new { addresses });

        response.Codes.ShouldBe(["UPSTREAM_UNAVAILABLE"]);
        response.Paths.ShouldBe(["wallets.1.tokens"]);
        response.IsNull("wallets.0.tokens").ShouldBeFalse();
        response.IsNull("wallets.2.tokens").ShouldBeFalse();
    }

    [Fact]
    public async Task Field_Should_HaveItsLastValueMarkedStale_When_TheRefreshFails()
    {
        var time = new SteppedTimeProvider();
        await using var graph = await GraphServer.StartAsync(time: time);
        const string query = "query($address: Address!) { wallet(address: $address) { all: tokens { totalCount source { state asOf } } } }";
        var fresh = await graph.QueryAsync(query, new { address = Wallets.Typical });
        time.Advance(new CacheOptions().TimeToLive);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 400 });

        var stale = await graph.QueryAsync(query, new { address = Wallets.Typical });

        fresh.ShouldHaveNoErrors();
        fresh["wallet.all.source.state"].GetString().ShouldBe("LIVE");
        stale.ShouldHaveNoErrors();
        stale["wallet.all.source.state"].GetString().ShouldBe("STALE");
        stale["wallet.all.totalCount"].GetInt32().ShouldBe(fresh["wallet.all.totalCount"].GetInt32());
        stale.Upstream.GetProperty("stale").GetArrayLength().ShouldBe(1);
        stale.Upstream.GetProperty("stale")[0].GetProperty("path").ToString().ShouldBe("""["wallet","all"]""");
        stale.Upstream.GetProperty("stale")[0].GetProperty("asOf").GetDateTimeOffset()
            .ShouldBe(fresh["wallet.all.source.asOf"].GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Key_Should_NotAppearAnywhere_When_TheUpstreamEchoesIt()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Kind = FaultKind.EchoKey });

        var response = await graph.QueryAsync(Query, new { address = Wallets.Typical });

        response.Errors.Count.ShouldBe(4);
        response.Body.ToString().ShouldNotContain(GraphServer.ApiKey);
        graph.Logs.Lines.ShouldNotBeEmpty();
        graph.Logs.Lines.ShouldNotContain(line => line.Contains(GraphServer.ApiKey, StringComparison.Ordinal));
    }
}

using System.Globalization;
using System.Text.Json;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>The change of holdings since a time in the past: its calls, its figures, and what remains if a part cannot be loaded.</summary>
public sealed class ChangeTests
{
    private const string Since = "2026-01-01T00:00:00Z";
    private const string Value = "value { thenUsd nowUsd changeUsd changeRatio priceEffectUsd amountEffectUsd unexplainedUsd }";
    private const string Rows = $"{{ {Value} unpricedThenCount unpricedNowCount unsplitCount tokens(first: 500) {{ token {{ symbol chainId }} isDebt amountThen amountNow priceThenUsd priceNowUsd {Value} }} positions(first: 500) {{ name isDebt underlying {{ token {{ symbol }} amountThen amountNow {Value} }} {Value} }} }}";

    // The sandbox's history is relative to today.
    private static string DaysAgo(int days) => TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-days).ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);

    private static readonly string[] Calls =
    [
        "v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0",
        "v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0",
        "v5.0/protocols/snapshot addresses=d8da timestamp=1767225600",
        "v5.0/tokens/snapshot addresses=d8da timestamp=1767225600",
    ];

    public static TheoryData<string, string[]> OneWallet => new()
    {
        { $"change(since: \"{Since}\") {Rows}", Calls },
        { $"change(since: \"{Since}\") {{ value {{ changeUsd }} }}", Calls },
        { $"change(since: \"{Since}\") {{ source {{ state }} }} chain(chainId: 1) {{ change(since: \"2026-01-01T01:00:00.9+01:00\") {Rows} }} chains(chainIds: [8453]) {{ change(since: \"{Since}\") {{ unsplitCount }} }}", Calls },
        {
            $"change(since: \"{Since}\") {Rows} at(time: \"{Since}\") {{ valueUsd tokens {{ nodes {{ valueUsd }} }} }} tokens {{ nodes {{ valueUsd profitAndLoss {{ roi }} }} }} positions {{ nodes {{ valueUsd profitAndLoss {{ roi }} }} }}",
            Calls
        },
        {
            $"change(since: \"{Since}\") {{ tokens {{ token {{ decimals }} }} }} positions {{ nodes {{ isLocked }} }}",
            [
                "v5.0/protocols/snapshot addresses=d8da",
                "v5.0/protocols/snapshot addresses=d8da timestamp=1767225600",
                "v5.0/tokens/snapshot addresses=d8da",
                "v5.0/tokens/snapshot addresses=d8da timestamp=1767225600",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(OneWallet))]
    public async Task Change_Should_MakeTheFewestCalls_When_FieldsAreSelected(string selection, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync();

        await graph.ShouldLoadWalletWithAsync(selection, calls);
    }

    [Fact]
    public async Task Change_Should_UseTheCache_When_ItsPartsWereLoadedBefore()
    {
        await using var graph = await GraphServer.StartAsync();
        (await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ at(time: \"{Since}\") {{ valueUsd }} tokens {{ nodes {{ profitAndLoss {{ roi }} }} }} positions {{ nodes {{ economics {{ rewardsUsd }} }} }} }} }}",
            new { address = Wallets.Typical })).ShouldHaveNoErrors();
        graph.Sandbox.ClearCalls();

        var response = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ change(since: \"{Since}\") {{ source {{ state }} value {{ changeUsd }} }} }} }}", new { address = Wallets.Typical });

        response.ShouldHaveNoErrors()["wallet.change.source.state"].GetString().ShouldBe("CACHED");
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SandboxPersonas.Typical)]
    [InlineData(SandboxPersonas.Debtor)]
    [InlineData(SandboxPersonas.LiquidityProvider)]
    [InlineData(SandboxPersonas.Junk)]
    [InlineData(SandboxPersonas.Closed)]
    public async Task Change_Should_AgreeWithTheHoldings_When_BothAreSelected(string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ valueUsd at(time: \"{DaysAgo(100)}\") {{ valueUsd }} change(since: \"{DaysAgo(100)}\") {Rows} }} }}", new { address });

        var change = response.ShouldHaveNoErrors()["wallet.change"];
        var rows = change.GetProperty("tokens").EnumerateArray().Concat(change.GetProperty("positions").EnumerateArray()).ToList();
        response.Number("wallet.change.value.nowUsd").ShouldBe(response.Number("wallet.valueUsd"), 0.01m);
        response.Number("wallet.change.value.thenUsd").ShouldBe(response.Number("wallet.at.valueUsd"), 0.01m);
        rows.Append(change).ShouldAllBe(row => AddsUp(row.GetProperty("value")));
        rows.Sum(row => Figure(row, "priceEffectUsd") ?? 0).ShouldBe(Figure(change, "priceEffectUsd")!.Value);
        rows.Sum(row => Figure(row, "amountEffectUsd") ?? 0).ShouldBe(Figure(change, "amountEffectUsd")!.Value);
        rows.Sum(row => Figure(row, "unexplainedUsd") ?? (Figure(row, "nowUsd") ?? 0) - (Figure(row, "thenUsd") ?? 0)).ShouldBe(Figure(change, "unexplainedUsd")!.Value);
        change.GetProperty("unpricedThenCount").GetInt32().ShouldBe(rows.Count(row => Figure(row, "thenUsd") is null));
        change.GetProperty("unpricedNowCount").GetInt32().ShouldBe(rows.Count(row => Figure(row, "nowUsd") is null));
        change.GetProperty("unsplitCount").GetInt32().ShouldBe(rows.Count(row => Figure(row, "priceEffectUsd") is null));
        foreach (var list in (string[])["tokens", "positions"])
        {
            var sizes = change.GetProperty(list).EnumerateArray().Select(row => Figure(row, "changeUsd") is { } usd ? Math.Abs(usd) : -1).ToList();
            sizes.ShouldBe(sizes.OrderDescending());
        }
    }

    [Fact]
    public async Task Change_Should_SplitByPricesAndAmounts_When_TheDefinitionIsApplied()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ change(since: \"{DaysAgo(100)}\") {Rows} }} }}", new { address = SandboxPersonas.Debtor });

        var change = response.ShouldHaveNoErrors()["wallet.change"];
        change.GetProperty("unsplitCount").GetInt32().ShouldBe(0);
        change.GetProperty("tokens").EnumerateArray().Count(token => Amount(token, "amountThen") > 0 && Amount(token, "amountNow") > 0).ShouldBeGreaterThan(0);
        foreach (var token in change.GetProperty("tokens").EnumerateArray().Where(token => token.GetProperty("priceThenUsd").ValueKind == JsonValueKind.Number))
        {
            var (then, now, before, after) = (Amount(token, "amountThen"), Amount(token, "amountNow"), token.GetProperty("priceThenUsd").GetDecimal(), token.GetProperty("priceNowUsd").GetDecimal());
            Figure(token, "priceEffectUsd")!.Value.ShouldBe(then * (after - before), 0.0001m);
            Figure(token, "amountEffectUsd")!.Value.ShouldBe((now - then) * after, 0.0001m);
        }

        var debts = change.GetProperty("positions").EnumerateArray().Where(position => position.GetProperty("isDebt").GetBoolean()).ToList();
        debts.ShouldNotBeEmpty();
        debts.ShouldAllBe(debt => Figure(debt, "nowUsd") <= 0 && Figure(debt, "thenUsd") <= 0);
        change.GetProperty("positions").EnumerateArray().Where(position => position.GetProperty("underlying").GetArrayLength() > 0)
            .ShouldAllBe(position => Math.Abs(position.GetProperty("underlying").EnumerateArray().Sum(token => Figure(token, "amountEffectUsd")!.Value) - Figure(position, "amountEffectUsd")!.Value) < 0.01m);
    }

    [Theory]
    [InlineData(SandboxPersonas.Typical)]
    [InlineData(SandboxPersonas.Debtor)]
    [InlineData(SandboxPersonas.LiquidityProvider)]
    [InlineData(SandboxPersonas.JointFirst)]
    public async Task Change_Should_BeZero_When_TheTimeIsNow(string address)
    {
        await using var graph = await GraphServer.StartAsync();
        var now = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

        var response = await graph.QueryAsync($"query($address: Address!, $now: DateTime!) {{ wallet(address: $address) {{ change(since: $now) {Rows} }} }}", new { address, now });

        var change = response.ShouldHaveNoErrors()["wallet.change"];
        change.GetProperty("positions").EnumerateArray().Concat(change.GetProperty("tokens").EnumerateArray()).Append(change).ShouldAllBe(row =>
            Math.Abs(Figure(row, "changeUsd") ?? 0) < 0.0001m && Math.Abs(Figure(row, "priceEffectUsd") ?? 0) < 0.0001m && Math.Abs(Figure(row, "amountEffectUsd") ?? 0) < 0.0001m);
    }

    [Fact]
    public async Task Change_Should_BeTheSumOfItsChains_When_SlicesAreSelected()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            $"query($addresses: [Address!]!) {{ portfolio(addresses: $addresses) {{ change(since: \"{DaysAgo(100)}\") {{ {Value} }} chains {{ chain {{ chainId }} change(since: \"{DaysAgo(100)}\") {{ {Value} tokens(first: 50) {{ token {{ chainId }} }} }} }} }} }}",
            new { addresses = new[] { Wallets.Typical, SandboxPersonas.Debtor } });

        var slices = response.ShouldHaveNoErrors()["portfolio.chains"].EnumerateArray().ToList();
        slices.Count.ShouldBeGreaterThan(2);
        foreach (var slice in slices)
            slice.GetProperty("change").GetProperty("tokens").EnumerateArray().ShouldAllBe(row => row.GetProperty("token").GetProperty("chainId").GetInt32() == slice.GetProperty("chain").GetProperty("chainId").GetInt32());
        foreach (var figure in (string[])["thenUsd", "nowUsd", "priceEffectUsd", "amountEffectUsd"])
            slices.Sum(slice => Figure(slice.GetProperty("change"), figure)!.Value).ShouldBe(Figure(response["portfolio.change"], figure)!.Value, 0.01m);
        graph.Calls.Count.ShouldBe(5, "the fifth is the list of chains");
    }

    [Theory]
    [InlineData("since: \"2015-07-29T23:59:59Z\"", "{ unsplitCount }", "TIME_INVALID", "wallet.change", 0)]
    [InlineData("since: \"2099-01-01T00:00:00Z\"", "{ unsplitCount }", "TIME_INVALID", "wallet.change", 0)]
    [InlineData("since: \"2026-01-01T00:00:00Z\"", "{ tokens(first: 501) { isDebt } }", "LIMIT_EXCEEDED", "wallet.change.tokens", 4)]
    [InlineData("since: \"2026-01-01T00:00:00Z\"", "{ positions(first: 0) { isDebt } }", "LIMIT_EXCEEDED", "wallet.change.positions", 4)]
    public async Task Change_Should_BeRejected_When_AnArgumentIsInvalid(string argument, string selection, string code, string path, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ address change({argument}) {selection} }} }}", new { address = Wallets.Typical });

        response.Codes.ShouldBe([code]);
        response.Paths.ShouldBe([path]);
        response.IsNull(path).ShouldBeTrue();
        graph.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task Change_Should_ListTheBiggestOnly_When_ALimitIsGiven()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ change(since: \"{Since}\") {{ all: tokens(first: 500) {{ token {{ id }} }} tokens(first: 3) {{ token {{ id }} }} one: positions(first: 1) {{ name }} }} }} }}",
            new { address = Wallets.Typical });

        response.ShouldHaveNoErrors()["wallet.change.tokens"].EnumerateArray().Select(row => row.ToString())
            .ShouldBe(response["wallet.change.all"].EnumerateArray().Take(3).Select(row => row.ToString()));
        response["wallet.change.one"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Change_Should_ReturnTheOtherPart_When_OnePartFails()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/overview/protocols/details", Status = 422 });
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/protocols/snapshot", Status = 422 });

        var response = await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ change(since: \"{Since}\") {{ value {{ changeUsd }} tokens {{ value {{ changeUsd }} }} positions {{ name }} unsplitCount }} }} }}",
            new { address = Wallets.Typical });

        response["wallet.change.tokens"].GetArrayLength().ShouldBeGreaterThan(0);
        response.IsNull("wallet.change.positions").ShouldBeTrue();
        response.Paths.Order(StringComparer.Ordinal).ShouldBe(["wallet.change.positions", "wallet.change.unsplitCount", "wallet.change.value"]);
        response.Codes.ShouldAllBe(code => code == "UPSTREAM_REFUSED");
    }

    [Fact]
    public async Task Change_Should_BeNull_When_ThePastFails()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/*", Status = 422 });

        var response = await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ tokens {{ totalCount }} change(since: \"{Since}\") {{ value {{ changeUsd }} tokens {{ isDebt }} }} }} }}", new { address = Wallets.Typical });

        response.IsNull("wallet.change").ShouldBeTrue();
        response["wallet.tokens.totalCount"].GetInt32().ShouldBeGreaterThan(0);
        response.Paths.ShouldBe(["wallet.change"]);
        response.Codes.ShouldBe(["UPSTREAM_REFUSED"]);
        response.Errors[0].GetProperty("extensions").GetProperty("dataset").GetString().ShouldBe("pastHoldings");
    }

    [Fact]
    public async Task Change_Should_BeStale_When_TheTokensCannotBeRefreshed()
    {
        var time = new SteppedTimeProvider(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero));
        await using var graph = await GraphServer.StartAsync(time: time);
        var query = $"query($address: Address!) {{ wallet(address: $address) {{ change(since: \"{Since}\") {{ value {{ changeUsd }} source {{ state asOf }} }} }} }}";
        var fresh = (await graph.QueryAsync(query, new { address = Wallets.Typical })).ShouldHaveNoErrors();
        time.Advance(new CacheOptions().TimeToLive);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/overview/erc20/details", Status = 422 });
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/tokens/metrics", Status = 422 });
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/tokens/snapshot", Status = 422 });

        var stale = (await graph.QueryAsync(query, new { address = Wallets.Typical })).ShouldHaveNoErrors();

        stale["wallet.change.source.state"].GetString().ShouldBe("STALE");
        stale.Number("wallet.change.value.changeUsd").ShouldBe(fresh.Number("wallet.change.value.changeUsd"));
        stale.Upstream.GetProperty("stale").EnumerateArray().Select(entry => entry.GetProperty("path").ToString()).Distinct().ShouldBe(["""["wallet","change"]"""]);
    }

    private static bool AddsUp(JsonElement value) => Number(value, "changeUsd") is not { } change
        || (change == Number(value, "nowUsd") - Number(value, "thenUsd")
            && change == (Number(value, "priceEffectUsd") ?? 0) + (Number(value, "amountEffectUsd") ?? 0) + Number(value, "unexplainedUsd"));

    private static decimal? Figure(JsonElement row, string name) => Number(row.GetProperty("value"), name);

    private static decimal? Number(JsonElement value, string name) => value.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    private static decimal Amount(JsonElement row, string name) => decimal.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}

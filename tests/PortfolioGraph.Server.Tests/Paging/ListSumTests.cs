using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Paging;

/// <summary>Sums and groups of whole lists. They need no call of their own and do not depend on the page.</summary>
public sealed class ListSumTests
{
    private const string Sums = "totalCount valueUsd unpricedCount profitAndLoss { absoluteUsd roi }";

    [Theory]
    [InlineData("tokens")]
    [InlineData("positions")]
    public async Task Sums_Should_BeOfTheWholeList_When_APageIsRequested(string list)
    {
        await using var graph = await PagedGraph.StartAsync("A100 B90.5 C D-20 z7 N1");

        var response = (await graph.WalletAsync(
            $"page: {list}(first: 1) {{ {Sums} }} empty: {list}(first: 1, last: 1) {{ nodes {{ id }} {Sums} }} closed: {list}(last: 2, includeClosed: true) {{ {Sums} }} chain(chainId: 8453) {{ {list} {{ {Sums} }} }}")).ShouldHaveNoErrors();

        Sum(response, "wallet.page").ShouldBe((5, 171.5m, 1));
        Sum(response, "wallet.empty").ShouldBe((5, 171.5m, 1));
        Sum(response, "wallet.closed").ShouldBe((6, 171.5m, 1), "a closed holding does not count in values");
        Sum(response, $"wallet.chain.{list}").ShouldBe((1, 1m, 0));
        graph.Upstream.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", 0, "0", 0)]
    [InlineData("A", 1, "null", 1)]
    [InlineData("A0 B", 2, "0", 1)]
    public async Task Value_Should_NotBeInvented_When_NothingIsPriced(string held, int count, string value, int unpriced)
    {
        await using var graph = await PagedGraph.StartAsync(held);

        foreach (var list in new[] { "tokens", "positions" })
        {
            var response = (await graph.WalletAsync($"{list} {{ {Sums} }}")).ShouldHaveNoErrors();

            response.Number($"wallet.{list}.totalCount").ShouldBe(count);
            response[$"wallet.{list}.valueUsd"].GetRawText().ShouldBe(value);
            response.Number($"wallet.{list}.unpricedCount").ShouldBe(unpriced);
        }
    }

    // Compared with the items of the same list.
    [Theory]
    [InlineData("tokens", SandboxPersonas.Whale)]
    [InlineData("tokens", SandboxPersonas.Closed)]
    [InlineData("positions", SandboxPersonas.Whale)]
    [InlineData("positions", SandboxPersonas.Debtor)]
    public async Task Sums_Should_EqualThoseOfTheItems_When_BothAreRequested(string list, string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = (await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ sums: {list}(first: 1) {{ {Sums} byChain {{ chain {{ chainId }} count valueUsd unpricedCount profitAndLoss {{ absoluteUsd roi }} }} }} {list}(first: 500) {{ nodes {{ valueUsd profitAndLoss {{ absoluteUsd roi }} }} }} }} }}",
            new { address })).ShouldHaveNoErrors();

        var items = response[$"wallet.{list}.nodes"].EnumerateArray().ToList();
        items.Count.ShouldBeGreaterThan(1);
        response.Number("wallet.sums.totalCount").ShouldBe(items.Count);
        response.Number("wallet.sums.valueUsd").ShouldBe(items.Sum(item => Number(item.GetProperty("valueUsd")) ?? 0));
        response.Number("wallet.sums.unpricedCount").ShouldBe(items.Count(item => Number(item.GetProperty("valueUsd")) is null));
        response.Number("wallet.sums.profitAndLoss.absoluteUsd").ShouldBe(items.Sum(item => Gain(item) ?? 0));
        response.IsNull("wallet.sums.profitAndLoss.roi").ShouldBeTrue("returns cannot be added");
        var chains = response["wallet.sums.byChain"].EnumerateArray().ToList();
        chains.Sum(chain => chain.GetProperty("count").GetInt32()).ShouldBe(items.Count);
        chains.Sum(chain => Number(chain.GetProperty("valueUsd")) ?? 0).ShouldBe(response.Number("wallet.sums.valueUsd"));
        chains.Sum(chain => chain.GetProperty("unpricedCount").GetInt32()).ShouldBe((int)response.Number("wallet.sums.unpricedCount"));
        chains.Sum(chain => Gain(chain) ?? 0).ShouldBe(response.Number("wallet.sums.profitAndLoss.absoluteUsd"));
        chains.Select(chain => Number(chain.GetProperty("valueUsd")) ?? decimal.MinValue).ShouldBeInOrder(SortDirection.Descending);
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Return_Should_BeKept_When_TheListHasOneItem()
    {
        await using var graph = await PagedGraph.StartAsync("A100");

        var response = (await graph.WalletAsync($"tokens {{ {Sums} byToken {{ profitAndLoss {{ roi }} }} byChain {{ profitAndLoss {{ roi }} }} }} positions {{ {Sums} byProtocol {{ profitAndLoss {{ roi }} }} }} protocols {{ {Sums} }}")).ShouldHaveNoErrors();

        foreach (var at in new[] { "tokens", "tokens.byToken.0", "tokens.byChain.0", "positions", "positions.byProtocol.0", "protocols" })
            response.Number($"wallet.{at}.profitAndLoss.roi").ShouldBe(0, at);
    }

    [Fact]
    public async Task Protocols_Should_HaveTheSumsOfThePositions_When_AnOpenWalletIsRequested()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = (await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ protocols(first: 1) {{ {Sums} source {{ state }} }} all: protocols(first: 500) {{ nodes {{ valueUsd protocol {{ id }} }} }} positions {{ {Sums} byProtocol {{ protocol {{ id }} valueUsd }} }} }} }}",
            new { address = SandboxPersonas.Debtor })).ShouldHaveNoErrors();

        response["wallet.protocols.valueUsd"].GetRawText().ShouldBe(response["wallet.positions.valueUsd"].GetRawText());
        response.Number("wallet.protocols.profitAndLoss.absoluteUsd").ShouldBe(response.Number("wallet.positions.profitAndLoss.absoluteUsd"));
        response.Number("wallet.protocols.totalCount").ShouldBe(response["wallet.all.nodes"].GetArrayLength());
        response["wallet.positions.byProtocol"].EnumerateArray().Select(item => (item.GetProperty("protocol").ToString(), item.GetProperty("valueUsd").ToString()))
            .ShouldBe(response["wallet.all.nodes"].EnumerateArray().Select(item => (item.GetProperty("protocol").ToString(), item.GetProperty("valueUsd").ToString())));
        response["wallet.protocols.source.state"].GetString().ShouldBe("LIVE");
        graph.Calls.Count.ShouldBe(1);
    }

    // Past holdings have no profit and loss.
    [Fact]
    public async Task Past_Should_HaveSumsThatAddUpToItsValue_When_TheyAreRequested()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = (await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ at(time: \"2025-01-01T00:00:00Z\") {{ valueUsd tokens(first: 1) {{ {Sums} byToken {{ valueUsd }} byChain {{ valueUsd }} }} positions(last: 1) {{ {Sums} byProtocol {{ valueUsd }} }} }} }} }}",
            new { address = Wallets.Typical })).ShouldHaveNoErrors();

        (response.Number("wallet.at.tokens.valueUsd") + response.Number("wallet.at.positions.valueUsd")).ShouldBe(response.Number("wallet.at.valueUsd"));
        response["wallet.at.tokens.byToken"].EnumerateArray().Sum(group => Number(group.GetProperty("valueUsd")) ?? 0).ShouldBe(response.Number("wallet.at.tokens.valueUsd"));
        response["wallet.at.positions.byProtocol"].EnumerateArray().Sum(group => Number(group.GetProperty("valueUsd")) ?? 0).ShouldBe(response.Number("wallet.at.positions.valueUsd"));
        response.IsNull("wallet.at.tokens.profitAndLoss").ShouldBeTrue();
        response.IsNull("wallet.at.positions.profitAndLoss").ShouldBeTrue();
        graph.Calls.Count.ShouldBe(2);
    }

    // ETH is the native token of several chains.
    [Fact]
    public async Task Assets_Should_SpanChains_When_AWalletHoldsThemOnSeveral()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = (await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { tokens(first: 500) { totalCount nodes { amount valueUsd token { symbol isNative chain { chainId } } } byToken(first: 500) { symbol name amount valueUsd count unpricedCount chains { chainId } tokens { symbol isNative chain { chainId } } } top: byToken(first: 2) { symbol } } } }",
            new { address = Wallets.Typical })).ShouldHaveNoErrors();

        var groups = response["wallet.tokens.byToken"].EnumerateArray().ToList();
        groups.Sum(group => group.GetProperty("count").GetInt32()).ShouldBe((int)response.Number("wallet.tokens.totalCount"));
        groups.Select(group => Number(group.GetProperty("valueUsd")) ?? decimal.MinValue).ShouldBeInOrder(SortDirection.Descending);
        response["wallet.tokens.top"].EnumerateArray().Select(group => group.GetProperty("symbol").GetString()).ShouldBe(groups.Take(2).Select(group => group.GetProperty("symbol").GetString()));

        var native = response["wallet.tokens.nodes"].EnumerateArray().Where(node => node.GetProperty("token").GetProperty("isNative").GetBoolean() && node.GetProperty("token").GetProperty("symbol").GetString() == "ETH").ToList();
        native.Count.ShouldBeGreaterThan(1);
        var eth = groups.Single(group => group.GetProperty("symbol").GetString() == "ETH" && group.GetProperty("tokens")[0].GetProperty("isNative").GetBoolean());
        eth.GetProperty("count").GetInt32().ShouldBe(native.Count);
        decimal.Parse(eth.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(native.Sum(node => decimal.Parse(node.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
        eth.GetProperty("valueUsd").GetDecimal().ShouldBe(native.Sum(node => node.GetProperty("valueUsd").GetDecimal()));
        eth.GetProperty("chains").EnumerateArray().Select(chain => chain.GetProperty("chainId").GetInt32()).ShouldBe(native.Select(node => node.GetProperty("token").GetProperty("chain").GetProperty("chainId").GetInt32()));
        graph.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("tokens", "byToken", 0)]
    [InlineData("tokens", "byToken", 501)]
    [InlineData("positions", "byProtocol", -1)]
    public async Task Groups_Should_BeRejected_When_TheirNumberIsOutOfRange(string list, string field, int first)
    {
        await using var graph = await PagedGraph.StartAsync("A100");

        var response = await graph.WalletAsync($"{list} {{ {field}(first: {first}) {{ valueUsd }} }}");

        response.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        response.Paths.ShouldBe([$"wallet.{list}.{field}"]);
        response.Errors[0].GetProperty("message").GetString().ShouldBe($"The argument `first` of `{field}` must be from 1 to 500.");
        response.Errors[0].GetProperty("extensions").GetProperty("argument").GetString().ShouldBe("first");
        response.Errors[0].GetProperty("extensions").GetProperty("limit").GetInt32().ShouldBe(500);
    }

    private static (decimal Count, decimal Value, decimal Unpriced) Sum(GraphResponse response, string at) =>
        (response.Number($"{at}.totalCount"), response.Number($"{at}.valueUsd"), response.Number($"{at}.unpricedCount"));

    private static decimal? Number(JsonElement value) => value.ValueKind is JsonValueKind.Null ? null : value.GetDecimal();

    private static decimal? Gain(JsonElement item) => item.GetProperty("profitAndLoss") is { ValueKind: JsonValueKind.Object } gain ? Number(gain.GetProperty("absoluteUsd")) : null;
}

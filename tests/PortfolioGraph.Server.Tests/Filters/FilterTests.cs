using System.Globalization;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Filters;

/// <summary>Filters of tokens, positions and protocols, compared with the same conditions on the whole list.</summary>
public sealed class FilterTests
{
    private const string Token = "token { chainId address symbol name isNative } amount priceUsd valueUsd share isDebt status profitAndLoss { absoluteUsd roi }";
    private const string Position = "chain { chainId name } protocol { protocolId name } kind name contractAddress isDebt isLocked status valueUsd share profitAndLoss { absoluteUsd roi }";
    private const string Protocol = "protocol { protocolId name } valueUsd share profitAndLoss { absoluteUsd roi }";

    private static readonly (string Where, Func<JsonElement, bool> Matches)[] TokenCases =
    [
        ("{ valueUsd: { gte: 1000 } }", t => Number(t, "valueUsd") >= 1000),
        ("{ valueUsd: { eq: null } }", t => Number(t, "valueUsd") is null),
        ("{ valueUsd: { neq: null }, priceUsd: { lt: 2 } }", t => Number(t, "valueUsd") is not null && Number(t, "priceUsd") < 2),
        ("{ amount: { gt: \"100.5\" } }", t => t.GetProperty("amount").GetString() is { } amount && decimal.Parse(amount, CultureInfo.InvariantCulture) > 100.5m),
        ("{ share: { gt: 0.05 } }", t => Number(t, "share") > 0.05m),
        ("{ token: { symbol: { contains: \"us\" } } }", t => Text(t, "token", "symbol")?.Contains("US", StringComparison.OrdinalIgnoreCase) == true),
        ("{ token: { symbol: { in: [\"ETH\", \"USDC\"] } } }", t => Text(t, "token", "symbol") is "ETH" or "USDC"),
        ("{ token: { name: { startsWith: \"ET\" } } }", t => Text(t, "token", "name")?.StartsWith("et", StringComparison.OrdinalIgnoreCase) == true),
        ("{ token: { chainId: { nin: [1, 10] } } }", t => t.GetProperty("token").GetProperty("chainId").GetInt32() is not (1 or 10)),
        ("{ token: { isNative: { eq: true } } }", t => t.GetProperty("token").GetProperty("isNative").GetBoolean()),
        ("{ token: { address: { eq: \"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee\" } } }", t => t.GetProperty("token").GetProperty("isNative").GetBoolean()),
        ("{ profitAndLoss: { absoluteUsd: { lt: 0 } } }", t => Gain(t, "absoluteUsd") < 0),
        ("{ profitAndLoss: { roi: { gt: 0 }, absoluteUsd: { gt: 1 } } }", t => Gain(t, "roi") > 0 && Gain(t, "absoluteUsd") > 1),
        ("{ or: [{ token: { symbol: { eq: \"ETH\" } } }, { valueUsd: { lt: 100 } }] }", t => Text(t, "token", "symbol") == "ETH" || Number(t, "valueUsd") < 100),
        ("{ and: [{ valueUsd: { gt: 100 } }, { token: { chainId: { eq: 1 } } }] }", t => Number(t, "valueUsd") > 100 && t.GetProperty("token").GetProperty("chainId").GetInt32() == 1),
    ];

    private static readonly (string Where, Func<JsonElement, bool> Matches)[] PositionCases =
    [
        ("{ kind: { in: [SUPPLY, STAKING] } }", p => Text(p, "kind") is "SUPPLY" or "STAKING"),
        ("{ isDebt: { eq: true } }", p => p.GetProperty("isDebt").GetBoolean()),
        ("{ valueUsd: { lt: 0 } }", p => Number(p, "valueUsd") < 0),
        ("{ protocol: { protocolId: { startsWith: \"AAVE\" } } }", p => Text(p, "protocol", "protocolId")!.StartsWith("aave", StringComparison.Ordinal)),
        ("{ chain: { chainId: { eq: 1 } } }", p => p.GetProperty("chain").GetProperty("chainId").GetInt32() == 1),
        ("{ name: { contains: \"e\" }, share: { gt: 0.02 } }", p => Text(p, "name")!.Contains('e', StringComparison.OrdinalIgnoreCase) && Number(p, "share") > 0.02m),
        ("{ profitAndLoss: { absoluteUsd: { gt: 0 } } }", p => Gain(p, "absoluteUsd") > 0),
    ];

    private static readonly (string Where, Func<JsonElement, bool> Matches)[] ProtocolCases =
    [
        ("{ valueUsd: { gt: 1000 } }", p => Number(p, "valueUsd") > 1000),
        ("{ protocol: { name: { contains: \"aave\" } } }", p => Text(p, "protocol", "name")!.Contains("aave", StringComparison.OrdinalIgnoreCase)),
        ("{ share: { lt: 0.1 } }", p => Number(p, "share") < 0.1m),
        ("{ profitAndLoss: { absoluteUsd: { gt: 0 } } }", p => Gain(p, "absoluteUsd") > 0),
    ];

    [Theory]
    [InlineData("tokens", Token, SandboxPersonas.Typical)]
    [InlineData("positions", Position, SandboxPersonas.Debtor)]
    [InlineData("protocols", Protocol, SandboxPersonas.Whale)]
    public async Task Where_Should_KeepTheMatchingItemsInOrder_When_TheConditionIsOnAnyField(string list, string fields, string address)
    {
        await using var graph = await GraphServer.StartAsync();
        var all = Items(await QueryAsync(graph, address, $"{list}(first: 500) {{ nodes {{ {fields} }} }}"), list);
        graph.Sandbox.ClearCalls();
        var selective = 0;

        foreach (var (where, matches) in list switch { "tokens" => TokenCases, "positions" => PositionCases, _ => ProtocolCases })
        {
            var response = await QueryAsync(graph, address, $"{list}(first: 500, where: {where}) {{ totalCount nodes {{ {fields} }} }}");

            var expected = all.Where(matches).Select(item => item.ToString()).ToList();
            Items(response, list).Select(item => item.ToString()).ShouldBe(expected, where);
            response.Number($"wallet.{list}.totalCount").ShouldBe(expected.Count);
            selective += expected.Count > 0 && expected.Count < all.Count ? 1 : 0;
        }

        selective.ShouldBeGreaterThan(2, "the cases must not all match everything or nothing");
        graph.Calls.ShouldBeEmpty("everything is cached");
    }

    [Fact]
    public async Task Where_Should_RestrictSumsAndGroups_When_TheConnectionHasThem()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await QueryAsync(graph, SandboxPersonas.Typical, "tokens(first: 1, where: { token: { chainId: { eq: 1 } }, valueUsd: { gt: 10 } }) { totalCount valueUsd byChain { chain { chainId } count } } all: tokens(first: 500) { nodes { valueUsd token { chainId } } }");

        var matching = response["wallet.all.nodes"].EnumerateArray().Where(t => t.GetProperty("token").GetProperty("chainId").GetInt32() == 1 && Number(t, "valueUsd") > 10).ToList();
        response.Number("wallet.tokens.totalCount").ShouldBe(matching.Count);
        response.Number("wallet.tokens.valueUsd").ShouldBe(matching.Sum(t => Number(t, "valueUsd")!.Value));
        response["wallet.tokens.byChain"].EnumerateArray().ShouldHaveSingleItem().GetProperty("chain").GetProperty("chainId").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("tokens(where: { valueUsd: null }) { totalCount }", "wallet.tokens", "GRAPHQL_ARGUMENT_INVALID")]
    [InlineData("tokens(where: { token: { name: { contains: null } } }) { totalCount }", "wallet.tokens", "GRAPHQL_ARGUMENT_INVALID")]
    [InlineData("tokens(where: { token: { chainId: { eq: null } } }) { totalCount }", "wallet.tokens", "GRAPHQL_ARGUMENT_INVALID")]
    [InlineData("tokens(order: [{ valueUsd: null }]) { totalCount }", "wallet.tokens", "GRAPHQL_ARGUMENT_INVALID")]
    [InlineData("positions(where: { or: null }) { totalCount }", "wallet.positions", "GRAPHQL_ARGUMENT_INVALID")]
    [DiffersOnHotChocolate("it reads the filter after the list is loaded")]
    public async Task Query_Should_FailItsFieldWithoutACall_When_ANullHasNoMeaning(string selection, string path, string code)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ id {selection} }} }}", new { address = SandboxPersonas.Typical });

        response.Codes.ShouldBe([code]);
        response.Paths.ShouldBe([path]);
        response[path].ValueKind.ShouldBe(JsonValueKind.Null);
        response["wallet.id"].GetString().ShouldNotBeNull();
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tokens(where: { valueUsd: {}, token: {}, and: [], or: [{}] }) { totalCount }")]
    [InlineData("tokens(where: {}, order: [{}, { token: {} }]) { totalCount }")]
    [InlineData("tokens(where: null, order: null) { totalCount }")]
    [DiffersOnHotChocolate("an object without operations fails with INTERNAL_ERROR")]
    public async Task Query_Should_ReturnTheWholeList_When_ItHasNoCondition(string selection)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await QueryAsync(graph, SandboxPersonas.Typical, $"{selection} all: tokens {{ totalCount }}");

        response.Number("wallet.tokens.totalCount").ShouldBe(response.Number("wallet.all.totalCount"));
    }

    // Caches of clients ignore the order of an object's members, so the keys of one object have no reliable order.
    [Theory]
    [InlineData("tokens", "[{ valueUsd: ASC, amount: DESC }]", "`valueUsd`, `amount`")]
    [InlineData("tokens", "{ valueUsd: ASC, token: { symbol: DESC } }", "`valueUsd`, `token.symbol`")]
    [InlineData("tokens", "[{ valueUsd: ASC }, { token: { symbol: DESC, name: ASC } }]", "`token.symbol`, `token.name`")]
    [InlineData("tokens", "[{ profitAndLoss: { roi: $d }, amount: $d }]", "`profitAndLoss.roi`, `amount`")]
    [InlineData("positions", "[{ protocol: { name: ASC }, valueUsd: DESC }]", "`protocol.name`, `valueUsd`")]
    [InlineData("protocols", "[{ profitAndLoss: { absoluteUsd: ASC, roi: ASC } }]", "`profitAndLoss.absoluteUsd`, `profitAndLoss.roi`")]
    public async Task Query_Should_FailItsFieldWithoutACall_When_OneObjectHasSeveralSortKeys(string list, string order, string keys)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"query($address: Address!{(order.Contains('$', StringComparison.Ordinal) ? ", $d: SortEnumType = ASC" : "")}) {{ wallet(address: $address) {{ id {list}(order: {order}) {{ totalCount }} }} }}", new { address = SandboxPersonas.Typical });

        response.Codes.ShouldBe(["GRAPHQL_ARGUMENT_INVALID"]);
        response.Paths.ShouldBe([$"wallet.{list}"]);
        response.Errors[0].GetProperty("message").GetString().ShouldBe($"The argument `order` has several sort keys in one object: {keys}. Give each sort key an object of its own in the list.");
        response.Errors[0].GetProperty("extensions").GetProperty("argument").GetString().ShouldBe("order");
        response["wallet.id"].GetString().ShouldNotBeNull();
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Query_Should_FailItsFieldWithoutACall_When_AVariableHasSeveralSortKeysInOneObject()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($address: Address!, $order: [TokenHoldingSortInput!]) { wallet(address: $address) { tokens(order: $order) { totalCount } } }",
            new { address = SandboxPersonas.Typical, order = new[] { new { valueUsd = "ASC", amount = "DESC" } } });

        response.Codes.ShouldBe(["GRAPHQL_ARGUMENT_INVALID"]);
        response.Paths.ShouldBe(["wallet.tokens"]);
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[{ valueUsd: ASC, amount: $d }]")]
    [InlineData("[{ valueUsd: ASC, token: { symbol: $d } }]")]
    [InlineData("[{ valueUsd: ASC, token: {} }]")]
    [InlineData("[{ valueUsd: ASC }]")]
    public async Task Query_Should_BeSorted_When_OnlyOneKeyOfAnObjectIsGiven(string order)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            $"query($address: Address!, $d: SortEnumType) {{ wallet(address: $address) {{ sorted: tokens(first: 1, order: {order}) {{ nodes {{ id }} }} all: tokens(first: 500, order: [{{ amount: $d }}, {{ valueUsd: ASC }}]) {{ nodes {{ id }} }} }} }}",
            new { address = SandboxPersonas.Typical });

        response.ShouldHaveNoErrors()["wallet.sorted.nodes.0.id"].GetString().ShouldBe(response["wallet.all.nodes.0.id"].GetString());
        graph.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("where: { valueUsd: { foo: 1 } }")]
    [InlineData("where: { valueUsd: { gt: \"1\" } }")]
    [InlineData("where: { amount: { gte: 1 } }")]
    [InlineData("where: { status: { eq: MAYBE } }")]
    [InlineData("where: { token: { symbol: { in: [null] } } }")]
    [InlineData("order: [{ valueUsd: UP }]")]
    [InlineData("order: [{ token: ASC }]")]
    [InlineData("order: [null]")]
    [InlineData("where: [{ valueUsd: { gt: 1 } }]")]
    [DiffersOnHotChocolate("a wrong literal of a scalar is an error of the field")]
    public async Task Query_Should_BeRejected_When_ALiteralDoesNotMatchTheType(string arguments)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ tokens({arguments}) {{ totalCount }} }} }}", new { address = SandboxPersonas.Typical });

        response.Codes.ShouldBe(["GRAPHQL_VALIDATION_FAILED"]);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Query_Should_NameTheValue_When_AVariableDoesNotMatchTheType()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($w: TokenHoldingFilterInput) { wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { tokens(where: $w) { totalCount } } }",
            new { w = new { token = new { address = new { eq = "0x1" } } } });

        response.Codes.ShouldBe(["ADDRESS_INVALID"]);
        response.InputPaths.ShouldBe(["w.token.address.eq"]);
        graph.Calls.ShouldBeEmpty();
    }

    public static TheoryData<string, object, string, int> TooMuch => new()
    {
        { "where", new { or = Enumerable.Repeat(new { valueUsd = new { gt = 1 } }, 101) }, "where", 100 },
        { "where", new { token = new { chainId = new { @in = Enumerable.Range(1, 501) } } }, "where", 500 },
        { "where", Nested(11), "where", 10 },
        { "order", Enumerable.Repeat(new { valueUsd = "ASC" }, 11), "order", 10 },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task Query_Should_BeRejectedWithoutACall_When_ItExceedsALimit(string argument, object value, string named, int limit)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($where: TokenHoldingFilterInput, $order: [TokenHoldingSortInput!]) { wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { tokens(where: $where, order: $order) { totalCount } } }",
            new Dictionary<string, object> { [argument] = value });

        response.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        response.Paths.ShouldBe(["wallet.tokens"]);
        var extensions = response.Errors[0].GetProperty("extensions");
        (extensions.GetProperty("argument").GetString(), extensions.GetProperty("limit").GetInt32()).ShouldBe((named, limit));
        graph.Calls.ShouldBeEmpty();
    }

    private static object Nested(int depth) => depth == 1 ? new { } : new Dictionary<string, object> { ["and"] = new[] { Nested(depth - 1) } };

    private static async Task<GraphResponse> QueryAsync(GraphServer graph, string address, string selection) =>
        (await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}", new { address })).ShouldHaveNoErrors();

    private static List<JsonElement> Items(GraphResponse response, string list) => [.. response[$"wallet.{list}.nodes"].EnumerateArray()];

    private static decimal? Number(JsonElement item, string field) => item.GetProperty(field) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    private static decimal? Gain(JsonElement item, string field) => item.GetProperty("profitAndLoss") is { ValueKind: JsonValueKind.Object } gain ? Number(gain, field) : null;

    private static string? Text(JsonElement item, params string[] path) => path.Aggregate(item, (at, field) => at.GetProperty(field)).GetString();
}

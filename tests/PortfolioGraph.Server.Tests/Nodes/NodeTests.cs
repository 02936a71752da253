using System.Text;
using System.Text.Json;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Nodes;

/// <summary>Every object with a global id can be loaded again by it, and ids share calls as other fields do.</summary>
public sealed class NodeTests
{
    private const string Everything = """
        query($a: Address!, $w: [Address!]!) {
          wallet(address: $a) {
            ...node
            chain(chainId: 1) { ...node }
            tokens(first: 3, range: ONE_WEEK, includeClosed: true) { nodes { ...node ... on TokenHolding { amount valueUsd profitAndLoss { absoluteUsd range } token { ...node } } } }
            positions(first: 3) { nodes { ...node ... on ProtocolPosition { valueUsd isLocked protocol { ...node } } } }
            past: at(time: "2025-06-01T00:00:00Z") { tokens { nodes { ...node ... on TokenHolding { amount valueUsd } } } positions { nodes { ...node ... on ProtocolPosition { valueUsd name } } } }
          }
          portfolio(addresses: $w) { ...node tokens(first: 1) { nodes { ...node ... on TokenHolding { amount valueUsd } } } }
          chain(chainId: 10) { ...node }
        }
        fragment node on Node { __typename id }
        """;

    private const string Again = """
        query($ids: [ID!]!) {
          nodes(ids: $ids) {
            __typename id
            ... on TokenHolding { amount valueUsd profitAndLoss { absoluteUsd range } }
            ... on ProtocolPosition { valueUsd isLocked name }
          }
        }
        """;

    private static string WalletId(string address) => Id($"Wallet:{(Address.TryParse(address, out var known) ? known.Value : address)}");

    private static string Id(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task Nodes_Should_BeTheSameObjects_When_LoadedByTheirIds()
    {
        await using var graph = await GraphServer.StartAsync();
        var first = (await graph.QueryAsync(Everything, new { a = Wallets.Typical, w = Wallets.Some(2) })).ShouldHaveNoErrors();
        var objects = FindObjects(first.Body.GetProperty("data")).DistinctBy(found => found.GetProperty("id").GetString()).ToList();
        objects.Select(found => found.GetProperty("__typename").GetString()).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["Chain", "ChainHoldings", "CryptoToken", "Portfolio", "Protocol", "ProtocolPosition", "TokenHolding", "Wallet"]);
        var calls = graph.Calls.Count;

        var again = (await graph.QueryAsync(Again, new { ids = objects.Select(found => found.GetProperty("id").GetString()) })).ShouldHaveNoErrors();

        var nodes = again["nodes"].EnumerateArray().ToList();
        nodes.Count.ShouldBe(objects.Count);
        foreach (var (expected, actual) in objects.Zip(nodes))
        {
            // All members that both selections have in common are equal.
            foreach (var member in expected.EnumerateObject().Where(member => actual.TryGetProperty(member.Name, out _)))
                actual.GetProperty(member.Name).GetRawText().ShouldBe(member.Value.GetRawText(), $"{member.Name} of {expected.GetProperty("id")}");
        }

        (graph.Calls.Count - calls).ShouldBe(1, "the list of protocols");
    }

    [Fact]
    public async Task Nodes_Should_TakeOneCallPerTenWallets_When_TheirValueIsSelected()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { ... on Wallet { address valueUsd } } }", new { ids = Wallets.Some(50).Select(WalletId) });

        response.ShouldHaveNoErrors()["nodes"].EnumerateArray().Select(wallet => wallet.GetProperty("address").GetString()!.ToLowerInvariant()).ShouldBe(Wallets.Some(50));
        graph.Calls.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("isLocked", "v5.0/protocols/snapshot")]
    [InlineData("valueUsd", "v4/overview/protocols/details")]
    public async Task Node_Should_TakeOneCall_When_ItIsAPosition(string selection, string call)
    {
        await using var graph = await GraphServer.StartAsync();
        var position = await graph.QueryAsync("query($a: Address!) { wallet(address: $a) { positions(first: 1) { nodes { id } } } }", new { a = Wallets.Typical });
        var id = position.ShouldHaveNoErrors()["wallet.positions.nodes"][0].GetProperty("id").GetString();
        await using var cold = await GraphServer.StartAsync();

        (await cold.QueryAsync($"query($id: ID!) {{ node(id: $id) {{ ... on ProtocolPosition {{ {selection} }} }} }}", new { id })).ShouldHaveNoErrors();

        cold.Calls.ShouldHaveSingleItem().ShouldStartWith(call);
    }

    // The data source has no list of tokens, so what the server knows of a token comes from the data that it has loaded.
    [Theory]
    [InlineData(SandboxPersonas.LiquidityProvider, "positions { nodes { underlying { token { ...token } } rewards { token { ...token } } } }")]
    [InlineData(SandboxPersonas.LiquidityProvider, "positions { nodes { economics { rewards { token { ...token } } unclaimedFees { token { ...token } } } } }")]
    [InlineData(Wallets.Typical, "at(time: \"2025-06-01T00:00:00Z\") { tokens(first: 3) { nodes { token { ...token } } } positions { nodes { underlying { token { ...token } } } } }")]
    [InlineData(Wallets.Typical, "tokens(first: 9) { nodes { token { ...token } } }")]
    public async Task Token_Should_HaveWhatTheServerHasShown_When_LoadedByItsId(string address, string selection)
    {
        await using var graph = await GraphServer.StartAsync();
        const string Fragment = "fragment token on CryptoToken { id symbol name decimals chainId address }";
        var shown = (await graph.QueryAsync($"query($a: Address!) {{ wallet(address: $a) {{ {selection} }} }} {Fragment}", new { a = address })).ShouldHaveNoErrors();
        var tokens = FindObjects(shown.Body.GetProperty("data")).DistinctBy(token => token.GetProperty("id").GetString()).ToDictionary(token => token.GetProperty("id").GetString()!, token => token.GetRawText());
        tokens.Count.ShouldBeGreaterThan(1);
        var calls = graph.Calls;

        var again = await graph.QueryAsync($"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ...token }} }} {Fragment}", new { ids = tokens.Keys });

        again.ShouldHaveNoErrors()["nodes"].EnumerateArray().ToDictionary(token => token.GetProperty("id").GetString()!, token => token.GetRawText()).ShouldBe(tokens);
        graph.Calls.ShouldBe(calls);
    }

    public static TheoryData<string, string> InvalidIds => new()
    {
        { "", "ID_INVALID" },
        { "not base64!", "ID_INVALID" },
        { Id("Wallet"), "ID_INVALID" },
        { Id(":x"), "ID_INVALID" },
        { Id("Nothing:1"), "ID_INVALID" },
        { Id("Query:1"), "ID_INVALID" },
        { Id("Address:1"), "ID_INVALID" },
        { Id("Wallet:vitalik.eth"), "ADDRESS_INVALID" },
        { Id("Wallet:"), "ADDRESS_INVALID" },
        // Other spellings than that of the object's own id.
        { Id($"Wallet:{Wallets.Typical}"), "ID_INVALID" },
        { Id("Chain:+1"), "ID_INVALID" },
        { Id("Chain:01"), "ID_INVALID" },
        { Id("Chain: 1"), "ID_INVALID" },
        { Id("CryptoToken:01:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"), "ID_INVALID" },
        { Id("CryptoToken:1:0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"), "ID_INVALID" },
        { Id("Portfolio:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045"), "ID_INVALID" },
        { Id($"Portfolio:{Wallets.Typical},{Wallets.Typical}"), "ID_INVALID" },
        { Id($"Portfolio:{Wallets.Empty},{Wallets.Typical}"), "ID_INVALID" },
        { Id("ChainHoldings:0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045@1"), "ID_INVALID" },
        { Id($"ChainHoldings:{Wallets.Typical}@01"), "ID_INVALID" },
        { Id($"TokenHolding:{Wallets.Typical}@01|1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE|OneYear"), "ID_INVALID" },
        { Id($"TokenHolding:{Wallets.Typical}|1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE|3"), "ID_INVALID" },
        { Id($"TokenHolding:{Wallets.Typical}!01700000000|1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE|"), "ID_INVALID" },
        { Id("Protocol:AaveV3"), "PROTOCOL_UNKNOWN" },
        { Id("Chain:abc"), "ID_INVALID" },
        { Id("Chain:999999"), "CHAIN_UNSUPPORTED" },
        { Id("CryptoToken:1"), "ID_INVALID" },
        { Id("CryptoToken:999999:0x0000000000000000000000000000000000000001"), "CHAIN_UNSUPPORTED" },
        { Id("Protocol:nothing"), "PROTOCOL_UNKNOWN" },
        { Id("Portfolio:"), "ID_INVALID" },
        { Id($"Portfolio:{Wallets.Typical}@1"), "ID_INVALID" },
        { Id($"Portfolio:{Wallets.Typical}!1700000000"), "ID_INVALID" },
        { Id($"Portfolio:{Wallets.Typical}|more"), "ID_INVALID" },
        { Id($"ChainHoldings:{Wallets.Typical}@1|more"), "ID_INVALID" },
        { Id("Portfolio:" + string.Join(',', Wallets.Some(11))), "TOO_MANY_ADDRESSES" },
        { Id($"ChainHoldings:{Wallets.Typical}"), "ID_INVALID" },
        { Id($"ChainHoldings:{Wallets.Typical}@999999"), "CHAIN_UNSUPPORTED" },
        { Id("TokenHolding:x"), "ID_INVALID" },
        { Id($"TokenHolding:{Wallets.Typical}|1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE|Never"), "ID_INVALID" },
        { Id($"TokenHolding:{Wallets.Empty}|1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE|OneYear"), "HOLDING_NOT_FOUND" },
        { Id($"TokenHolding:{Wallets.Empty}!99999999999|1:0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE|"), "TIME_INVALID" },
        { Id($"ProtocolPosition:{Wallets.Empty}|1|aavev3|x"), "HOLDING_NOT_FOUND" },
        { Id("ProtocolPosition:"), "ID_INVALID" },
        { new string('x', 20_000), "ID_INVALID" },
    };

    [Theory]
    [MemberData(nameof(InvalidIds))]
    public async Task Nodes_Should_FailOneIdOnly_When_ItIsInvalid(string id, string code)
    {
        await using var graph = await GraphServer.StartAsync();
        var valid = WalletId(Wallets.Typical);

        var list = await graph.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } chain(chainId: 1) { name } }", new { ids = new[] { valid, id, valid } });
        var single = await graph.QueryAsync("query($id: ID!) { node(id: $id) { id } chain(chainId: 1) { name } }", new { id });

        list.Codes.ShouldBe([code]);
        list.Errors[0].GetProperty("path").GetRawText().ShouldBe("""["nodes",1]""");
        list["nodes"].EnumerateArray().Select(node => node.ValueKind).ShouldBe([JsonValueKind.Object, JsonValueKind.Null, JsonValueKind.Object]);
        single.Codes.ShouldBe([code]);
        single.Errors[0].GetProperty("path").GetRawText().ShouldBe("""["node"]""");
        single.IsNull("node").ShouldBeTrue();
        single["chain.name"].GetString().ShouldBe("Ethereum");
        single.Body.GetRawText().ShouldNotContain(new string('x', 100));
    }

    [Fact]
    public async Task Nodes_Should_BeRejected_When_ThereAreTooMany()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = Enumerable.Repeat(WalletId(Wallets.Typical), 1_001) });

        response.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Node_Should_AcceptAnIdWithoutPadding_When_AClientRemovesIt()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($id: ID!) { node(id: $id) { ... on Chain { name } } }", new { id = Id("Chain:10").TrimEnd('=') });

        response.ShouldHaveNoErrors()["node.name"].GetString().ShouldBe("Optimism");
    }

    private static IEnumerable<JsonElement> FindObjects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(FindObjects),
        JsonValueKind.Object => [.. element.TryGetProperty("id", out _) ? (IEnumerable<JsonElement>)[element] : [], .. element.EnumerateObject().SelectMany(member => FindObjects(member.Value))],
        _ => [],
    };
}

using System.Text;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Gateways;

/// <summary>Gateways load objects by their keys. Each key fails alone, and the loads of all keys share calls.</summary>
public sealed class EntityTests
{
    private const string Entities = "query($r: [_Any!]!) { _entities(representations: $r) { ";
    private const string Ether = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

    // The id of holdings of the past, which no object of the graph has.
    private static string PastId(string type, string scope) =>
        $$"""{"__typename":"{{type}}","id":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{scope}!1700000000"))}}"}""";

    private static object Wallet(string address) => new { __typename = "Wallet", address };

    [Fact]
    public async Task Entities_Should_TakeOneCallPerTenWallets_When_TheirValueIsSelected()
    {
        await using var graph = await GraphServer.StartAsync();
        var wallets = Wallets.Some(100);

        var response = await graph.QueryAsync(Entities + "... on Wallet { address valueUsd } } }", new { r = wallets.Select(Wallet) });

        response.ShouldHaveNoErrors()["_entities"].EnumerateArray().Select(wallet => wallet.GetProperty("address").GetString()!.ToLowerInvariant()).ShouldBe(wallets);
        response["_entities"].EnumerateArray().ShouldAllBe(wallet => wallet.GetProperty("valueUsd").ValueKind == JsonValueKind.Number);
        graph.Calls.Count.ShouldBe(10);
        graph.Calls.ShouldAllBe(call => call.StartsWith("v5.0/general/current_value", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entities_Should_EqualTheFieldsOfTheGraph_When_TheyAreOfEveryKind()
    {
        await using var graph = await GraphServer.StartAsync();
        var direct = await graph.QueryAsync(
            """
            query($a: Address!, $t: Address!) {
              wallet(address: $a) { __typename id valueUsd }
              portfolio(addresses: [$a]) { __typename id valueUsd }
              chain(chainId: 10) { __typename id name }
              protocol(protocolId: "aavev3") { __typename id name }
              token(chainId: 1, address: $t) { __typename id chainId symbol decimals }
              slice: wallet(address: $a) { chain(chainId: 1) { __typename id valueUsd } }
            }
            """,
            new { a = Wallets.Typical, t = Ether });
        direct.ShouldHaveNoErrors();

        var response = await graph.QueryAsync(
            Entities + """
            __typename
              ... on Wallet { id valueUsd }
              ... on Portfolio { id valueUsd }
              ... on Chain { id name }
              ... on Protocol { id name }
              ... on CryptoToken { id chainId symbol decimals }
              ... on ChainHoldings { id valueUsd }
            } }
            """,
            new
            {
                r = new object[]
                {
                    Wallet(Wallets.Typical),
                    new { __typename = "Portfolio", addresses = new[] { Wallets.Typical } },
                    new { __typename = "Portfolio", id = direct["portfolio.id"].GetString() },
                    new { __typename = "Chain", chainId = 10 },
                    new { __typename = "Protocol", protocolId = "aavev3" },
                    new { __typename = "CryptoToken", chainId = 1, address = Ether },
                    new { __typename = "ChainHoldings", id = direct["slice.chain.id"].GetString() },
                },
            });

        string[] expected = ["wallet", "portfolio", "portfolio", "chain", "protocol", "token", "slice.chain"];
        response.ShouldHaveNoErrors()["_entities"].EnumerateArray().Select(entity => entity.GetRawText()).ShouldBe(expected.Select(path => direct[path].GetRawText()));
        direct["token.symbol"].GetString().ShouldBe("ETH");
    }

    public static TheoryData<string, string> InvalidRepresentations => new()
    {
        { """{"__typename":"Wallet","address":"vitalik.eth"}""", "ADDRESS_INVALID" },
        { """{"__typename":"Wallet","address":5}""", "ADDRESS_INVALID" },
        { """{"__typename":"Wallet"}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"Wallet","address":null}""", "ADDRESS_INVALID" },
        { """{"__typename":"Portfolio","addresses":[]}""", "NO_ADDRESSES" },
        { """{"__typename":"Portfolio","addresses":["0x12"]}""", "ADDRESS_INVALID" },
        { """{"__typename":"Portfolio","addresses":["0x0000000000000000000000000000000000000000",1]}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"Portfolio","id":"nonsense"}""", "REPRESENTATION_INVALID" },
        { PastId("Portfolio", Wallets.Typical), "REPRESENTATION_INVALID" },
        { PastId("ChainHoldings", $"{Wallets.Typical}@1"), "REPRESENTATION_INVALID" },
        { """{"__typename":"Portfolio","id":"Q2hhaW46MQ=="}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"ChainHoldings","id":"UG9ydGZvbGlvOjB4MDA="}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"Chain","chainId":999999}""", "CHAIN_UNSUPPORTED" },
        { """{"__typename":"Chain","chainId":"1"}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"Chain","chainId":99999999999}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"CryptoToken","chainId":1}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"CryptoToken","address":"0x0000000000000000000000000000000000000001"}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"Protocol","protocolId":"nothing"}""", "PROTOCOL_UNKNOWN" },
        { """{"__typename":"Protocol"}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"TokenHolding","id":"x"}""", "REPRESENTATION_INVALID" },
        { """{"__typename":"Nothing"}""", "REPRESENTATION_INVALID" },
        { """{"address":"0x0000000000000000000000000000000000000001"}""", "REPRESENTATION_INVALID" },
        { "5", "REPRESENTATION_INVALID" },
        { "\"Wallet\"", "REPRESENTATION_INVALID" },
        { "[]", "REPRESENTATION_INVALID" },
    };

    [DiffersOnHotChocolate("it has no index in the path, and rejects some representations before the resolver runs")]
    [Theory]
    [MemberData(nameof(InvalidRepresentations))]
    public async Task Entities_Should_FailOneRepresentationOnly_When_ItIsInvalid(string representation, string code)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            Entities + "... on Wallet { valueUsd } } }",
            new { r = new[] { Wallet(Wallets.Typical), JsonDocument.Parse(representation).RootElement, Wallet(Wallets.Empty) } });

        var error = response.Errors.ShouldHaveSingleItem();
        error.GetProperty("extensions").GetProperty("code").GetString().ShouldBe(code);
        error.GetProperty("path").GetRawText().ShouldBe("""["_entities",1]""");
        error.GetProperty("locations").GetArrayLength().ShouldBe(1);
        response["_entities"].EnumerateArray().Select(entity => entity.ValueKind).ShouldBe([JsonValueKind.Object, JsonValueKind.Null, JsonValueKind.Object]);
        response["_entities"][2].GetProperty("valueUsd").GetDecimal().ShouldBe(0);
    }

    [Theory]
    [InlineData("query($k: String!) { walletByKey(address: $k) { valueUsd } }")]
    [InlineData("{ walletByKey(address: \"vitalik.eth\") { valueUsd } }")]
    public async Task WalletByKey_Should_BeNullWithACode_When_TheKeyIsNoAddress(string query)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(query, new { k = "vitalik.eth" });

        response.Codes.ShouldBe(["ADDRESS_INVALID"]);
        response.Errors[0].GetProperty("path").GetRawText().ShouldBe("""["walletByKey"]""");
        response.Body.GetRawText().ShouldNotContain("vitalik.eth");
        response.IsNull("walletByKey").ShouldBeTrue();
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_Should_HaveItsName_When_AHoldingWasLoaded()
    {
        const string Query = "query($t: Address!) { token(chainId: 1, address: $t) { symbol name chainId isNative } }";
        await using var graph = await GraphServer.StartAsync();
        var unknown = await graph.QueryAsync(Query, new { t = "0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599" });
        (await graph.QueryAsync("query($w: Address!) { wallet(address: $w) { tokens { nodes { token { symbol } } } } }", new { w = Wallets.Typical })).ShouldHaveNoErrors();

        var known = await graph.QueryAsync(Query, new { t = "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599" });

        unknown.ShouldHaveNoErrors().IsNull("token.symbol").ShouldBeTrue();
        known.ShouldHaveNoErrors()["token.symbol"].GetString().ShouldBe("WBTC");
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Protocol_Should_TakeOneCall_When_HundredAreLookedUp()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(Entities + "... on Protocol { name } } }", new { r = Enumerable.Range(0, 100).Select(i => new { __typename = "Protocol", protocolId = i % 2 == 0 ? "aavev3" : "lido" }) });

        response.ShouldHaveNoErrors()["_entities"].GetArrayLength().ShouldBe(100);
        graph.Calls.ShouldHaveSingleItem().ShouldStartWith("v5.0/general/supported_protocols");
    }
}

using System.Net;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>
/// Invalid input. The errors contain the location and the allowed values, but not the value that was sent. Input just within a limit succeeds. The tests of
/// malformed requests cover status and code.
/// </summary>
public sealed class InvalidInputTests
{
    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e5341\u00005d37aa9604")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e5&use_cache=tru")]
    [InlineData("vitalik.eth")]
    public async Task Error_Should_NameTheVariableWithoutItsValue_When_TheAddressIsInvalid(string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($wallet: Address!) { wallet(address: $wallet) { valueUsd } }", new { wallet = address });

        response.Body.TryGetProperty("data", out _).ShouldBeFalse();
        response.Errors[0].ToString().ShouldContain("wallet");
        response.Body.ToString().ShouldNotContain(JsonSerializer.Serialize(address).Trim('"'));
    }

    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045")]
    public async Task Error_Should_NameTheArgumentAndItsLocation_When_TheAddressIsInvalid(string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"{{ wallet(address: \"{address}\") {{ valueUsd }} }}");

        response.Errors[0].ToString().ShouldContain("address");
        response.Body.ToString().ShouldNotContain(address);
        response.Errors[0].GetProperty("locations")[0].GetProperty("line").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Error_Should_HaveTheIndexOfTheItem_When_OneAddressOfAListIsInvalid()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($wallets: [Address!]!) { wallets(addresses: $wallets) { valueUsd } }",
            new { wallets = new[] { Wallets.Typical, "nonsense" } });

        response.InputPaths.ShouldBe(["wallets.1"]);
    }

    [DiffersOnHotChocolate("it reports a wrong literal at the field, without the index")]
    [Fact]
    public async Task Error_Should_HaveTheIndexOfTheItem_When_OneLiteralOfAListIsInvalid()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"{{ wallets(addresses: [\"{Wallets.Typical}\", \"nonsense\", \"{Wallets.Typical}\", \"\"]) {{ valueUsd }} }}");

        response.InputPaths.ShouldBe(["addresses.1", "addresses.3"]);
        response.Codes.ShouldBe(["ADDRESS_INVALID", "ADDRESS_INVALID"]);
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("$keys", "($keys: [String!]!)")]
    [InlineData("""["0xd8da6bf26964af9d7eed9e03e53415d37aa96045", "vitalik.eth", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045", ""]""", "")]
    public async Task WalletsByKey_Should_GiveNullForEachInvalidKey_When_OthersAreValid(string keys, string variables)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"query{variables} {{ walletsByKey(addresses: {keys}) {{ address valueUsd }} }}", new { keys = new[] { Wallets.Typical, "vitalik.eth", Wallets.Typical, "" } });

        response.Paths.ShouldBe(["walletsByKey.1", "walletsByKey.3"]);
        response.Codes.ShouldBe(["ADDRESS_INVALID", "ADDRESS_INVALID"]);
        response.Errors[0].ToString().ShouldNotContain("vitalik.eth");
        (response.IsNull("walletsByKey.1"), response.IsNull("walletsByKey.3")).ShouldBe((true, true));
        response.Number("walletsByKey.0.valueUsd").ShouldBe(response.Number("walletsByKey.2.valueUsd"));
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=d8da"]);
    }

    [Fact]
    public async Task WalletsByKey_Should_MakeACallForTenAddresses_When_FiftyKeysAreGiven()
    {
        await using var graph = await GraphServer.StartAsync();
        string[] keys = [.. Enumerable.Range(1, 50).Select(number => $"0x{number:x40}"), "not an address"];

        var response = await graph.QueryAsync("query($keys: [String!]!) { walletsByKey(addresses: $keys) { valueUsd } }", new { keys });

        response.Paths.ShouldBe(["walletsByKey.50"]);
        response["walletsByKey"].EnumerateArray().Count(wallet => wallet.ValueKind == JsonValueKind.Object).ShouldBe(50);
        graph.Calls.Count.ShouldBe(5);
    }

    [Fact]
    public async Task WalletsByKey_Should_FailAsAWhole_When_ThereAreTooManyKeys()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($keys: [String!]!) { walletsByKey(addresses: $keys) { address } }", new { keys = Enumerable.Repeat("x", 1_001) });

        response.Codes.ShouldBe(["TOO_MANY_ADDRESSES"]);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wallets_Should_BeEmpty_When_NoAddressIsRequested()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("{ wallets(addresses: []) { valueUsd } }");

        response.ShouldHaveNoErrors()["wallets"].GetArrayLength().ShouldBe(0);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wallets_Should_BeComplete_When_AHundredAddressesAreRequested()
    {
        await using var graph = await GraphServer.StartAsync();
        var addresses = Enumerable.Range(0, 100).Select(i => $"0x{i:x40}").ToArray();

        var response = await graph.QueryAsync("query($addresses: [Address!]!) { wallets(addresses: $addresses) { address } }", new { addresses });

        response.ShouldHaveNoErrors()["wallets"].GetArrayLength().ShouldBe(100);
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task Error_Should_HaveThePathOfThePortfolio_When_TheNumberOfAddressesIsInvalid(int count) =>
        (await QueryPortfolioAsync(Wallets.Some(count))).Paths.ShouldBe(["portfolio"]);

    [Fact]
    public async Task Portfolio_Should_Succeed_When_ItHasTenAddresses() =>
        (await QueryPortfolioAsync(Wallets.Some(10))).ShouldHaveNoErrors()["portfolio.addresses"].GetArrayLength().ShouldBe(10);

    [Fact]
    public async Task Portfolio_Should_CountAnAddressOnce_When_ItIsRepeated() =>
        (await QueryPortfolioAsync(Enumerable.Repeat(Wallets.Typical, 30))).ShouldHaveNoErrors()["portfolio.addresses"].GetArrayLength().ShouldBe(1);

    // An id that a new chain may have is looked up, with one call for all clients while the list is cached. An id that no chain can have costs no call.
    [Theory]
    [InlineData("chain(chainId: 534352) { name }", "chain", 1)]
    [InlineData("chain(chainId: -1) { name }", "chain", 0)]
    [InlineData("protocols(chainId: 5) { name }", "protocols", 1)]
    [InlineData("wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { chain(chainId: 2) { valueUsd } }", "wallet.chain", 1)]
    [InlineData("wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { chains(chainIds: [1, 2]) { valueUsd } }", "wallet.chains", 1)]
    public async Task Error_Should_ListTheSupportedChains_When_AChainIsNotSupported(string selection, string path, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"{{ {selection} }}");
        await graph.QueryAsync($"{{ {selection} }}");

        graph.Calls.ShouldBe(Enumerable.Repeat("v5.0/general/supported_chains", calls));
        response.Paths.ShouldBe([path]);
        response.Errors[0].GetProperty("extensions").GetProperty("supported").EnumerateArray().Select(c => c.GetInt32()).ShouldContain(8453);
    }

    [Theory]
    [InlineData("{ chains { name }")]
    [InlineData("{ nothing }")]
    [InlineData("{ chain { name } }")]
    [InlineData("{ chain(chainId: \"1\") { name } }")]
    [InlineData("{ chain(chainId: 1) }")]
    [InlineData("query($a: Address!) { chains { name } }")]
    public async Task Error_Should_HaveALocation_When_TheDocumentIsInvalid(string query)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(query);

        response.Body.TryGetProperty("data", out _).ShouldBeFalse();
        response.Errors.ShouldNotBeEmpty();
        response.Errors.ShouldAllBe(e => e.GetProperty("locations")[0].GetProperty("line").GetInt32() == 1);
    }

    [Theory]
    [InlineData("{\"address\": 5}")]
    [InlineData("{}")]
    [InlineData("{\"address\": [\"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\"]}")]
    public async Task Error_Should_NameTheVariable_When_ItsTypeIsWrong(string variables)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { valueUsd } }",
            JsonDocument.Parse(variables).RootElement);

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Errors[0].ToString().ShouldContain("address");
    }

    [Theory]
    [InlineData("tokens(first: 501) { totalCount }", "tokens")]
    [InlineData("tokens(after: \"nonsense\") { totalCount }", "tokens")]
    [InlineData("positions(first: 501) { totalCount }", "positions")]
    public async Task Error_Should_HaveThePathOfTheConnection_When_ThePageSizeOrCursorIsInvalid(string selection, string field)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}", new { address = Wallets.Empty });

        response.Paths.ShouldBe([$"wallet.{field}"]);
    }

    private static async Task<GraphResponse> QueryPortfolioAsync(IEnumerable<string> addresses)
    {
        await using var graph = await GraphServer.StartAsync();
        var response = await graph.QueryAsync("query($addresses: [Address!]!) { portfolio(addresses: $addresses) { addresses } }", new { addresses });
        graph.Calls.ShouldBeEmpty();
        return response;
    }
}
